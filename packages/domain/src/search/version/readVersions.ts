import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import { quoteAround } from "../condition/quoteAround.ts"
import { saidAt } from "../condition/saidAt.ts"
import { isoInstant } from "../date/isoInstant.ts"
import { findDates, monthName } from "../date/findDates.ts"
import { withoutDates } from "../date/withoutDates.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { isAboutOther, partsOf } from "../identity/pageSubject.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { forWords, genericWords } from "../identity/otherThingWords.ts"
import type { Subject } from "../identity/Subject.ts"
import { isPrerelease, isVersion } from "./compareVersions.ts"
import { isReleaseList, sameWords } from "./isReleaseList.ts"

export interface VersionReading {
  /** `stated`: under the name of the thing, or in a list of its releases. */
  readonly kind: "structured" | "entry" | "selected" | "stated" | "prose"
  readonly version: string
  /** Literal text of the page. */
  readonly quote: string
  readonly origin: string
}

const printed = /(?<![\p{L}\p{N}.])v?\d{1,9}(?:\.\d{1,9}){0,5}(?:[-_.]?(?:alpha|beta|rc|pre|preview|dev|nightly|canary|milestone|b|a)[.-]?\d{0,6})?(?:esr)?(?:-[0-9a-z][0-9a-z.-]{0,30})?(?:\+[0-9a-z.-]{1,30})?(?![\p{L}\p{N}]|\.\d)/giu

/** `The current release of Halyard is`: the name of the thing between the word for a version and its verb. */
const introducedBy = (before: string, subject: Subject | null): boolean => {
  const [, name] = /\b(?:version|release|update)\s+(?:of|for)\s+(?:the\s+)?([\p{L}\p{N}][\p{L}\p{N} .-]{0,40}?)\s+(?:is|ist)(?:\s+(?:now|currently|still))?:?\s*$/iu.exec(before) ?? []
  return name !== undefined && (subject === null || (matchSubject(name, subject) !== "other" && nameTokens(name).every(({ text }) => subject.words.has(text))))
}

/** What a number with a version's form is otherwise: an amount, a date, a measure, a share. */
const otherNumber = (text: string, start: number, end: number): boolean =>
  /\p{Sc}\s?$/u.test(text.slice(0, start)) || /^\s?(?:\p{Sc}|%|[kmgt]b\b|[kmg]hz\b|(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent|stars?|users?|mb|usd|eur)\b)/iu.test(text.slice(end))

/** `30 March`, `March 30`: the day of a month, with its year or without. */
const isDayOfMonth = (text: string, start: number, end: number): boolean =>
  /^\d{1,2}$/.test(text.slice(start, end)) && (monthBehind.test(text.slice(end)) || monthInFront.test(text.slice(0, start)))
const monthBehind = new RegExp(`^(?:\\.|st|nd|rd|th|er|º)?\\s(?:of\\s|de\\s)?${monthName}(?!\\p{L})`, "iu")
const monthInFront = new RegExp(`(?<!\\p{L})${monthName}\\s$`, "iu")

/** Something else's version: what is needed, replaced, supported, or where the change began. */
const foreign =
  /\b(?:requires?|required|needs?|depends?|dependency|compatible|compatibility|supports?|supporting|works? with|tested (?:on|with)|running|on top of|based on|built (?:on|with|for)|upgrad\w* (?:from|to)|migrat\w*|from|since|before|after|until|through|up to|deprecated|removed|end of life|eol|unsupported|benötigt|erfordert|ab|nécessite|requiere|roadmap|milestone|next|draft|changelog for|instead of|than|or (?:later|newer|higher|above)|minimum|at least|unreleased|towards?|planning|preparing|road to|proposal|rfc|schedule|countdown|stay tuned|get ready|re|why)\b|\b(?:launch|arriv|ship|land|releas|com)(?:es|ing|s)? (?:in|on|this|next|later)\b|^(?:how|what|when)\b/iu

const introduced = /(?:\b(?:versions?|release|released|releases|releasing|v|update|stable|latest|current|version ist|versión|versione|versie)\b[\s:.#–-]{0,4}(?:\b(?:is|are|version|release|ist|est|es|now)\b[\s:]{0,2}){0,3})$/iu
const concluded = /^\s{0,2}(?:\(?(?:stable|latest|lts|release|current)\)?|(?:is|ist|est|has been|are)\s+(?:now\s+)?(?:out|available|released|here|live|the latest|verfügbar|erschienen|veröffentlicht|disponible)|(?:released|available)\b|[.!]?$|[–—:(-]\s?\d|[–—(])/iu

/** `9.4`, `2.1 (Installing)`: at the head of a line, two numbers and no more count chapters as well as releases. */
const numbersChapter = /^\s{0,2}(?:$|[–—(]\s?\p{L})/u

/** `[3.2.1] - 2026-02-27`, as changelogs have it; `[7.2] – Smith` is a reference. */
const dated = /^\]\s{0,2}[-–—(]\s?(?:19|20)\d\d-\d\d-\d\d\)?\s*$/

/** Words beside a version that say that it is not the release, where the version itself does not. */
const unfinished = /\b(?:release candidate|pre-?release|rc\s?\d*|beta|alpha|preview|nightly|snapshot|early access|canary|test(?:ing)? (?:build|version)|(?:daily|dev(?:elopment)?|unstable|snapshot) (?:builds?|branch|versions?|releases?)|for testing|draft)\b/iu

const versionsIn = (text: string): ReadonlyArray<{ readonly version: string; readonly start: number; readonly end: number }> =>
  [...text.matchAll(printed)].flatMap((match) => {
    const version = match[0]
    const [start, end] = [match.index, match.index + version.length]
    // A bare whole number is a version only where a word says so, which the callers ask.
    return isVersion(version) && !otherNumber(text, start, end) && !isDayOfMonth(text, start, end) ? [{ version, start, end }] : []
  })

/** A day, whatever is glued to it. */
const isDated = (version: string): boolean => /^(?:19|20)\d\d-\d\d-\d\d/.test(version) || /^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d$/.test(version) || /^(?:19|20)\d\d-\d\d?(?:-\d\d?)?\.?$/.test(version) || /^(?:19|20)\d\d$/.test(version)

/** `Version 9.0 of the SDK`: of whatever is named behind it. */
const ofOther = (tail: string, subject: Subject | null): boolean => {
  const [, name] = /^\s+of\s+(?:the\s+|our\s+)?([\p{L}\p{N}][\p{L}\p{N} .-]{0,40})/u.exec(tail) ?? []
  return subject !== null && name !== undefined && matchSubject(name, subject) !== "same"
}

/** `Sprig for Wattle 5`: what is made for the thing has a version of its own. */
const isForSubject = (tail: string, subject: Subject | null): boolean => {
  const tokens = nameTokens(tail)
  let at = tokens.length - 1
  while (at >= 0 && subject?.words.has(tokens[at]?.text ?? "") === true) at--
  return at > 0 && forWords.has(tokens[at]?.text ?? "")
}

/** `Sable 7.0 documentation`, `API version: v4`: what is written about the thing, and how it is spoken to. */
const isOfManual = (before: string, tail: string, subject: Subject | null): boolean =>
  /^\s+(?:documentation|docs|manual|handbook|reference|guide|tutorials?)\b/iu.test(tail) || (subject?.words.has("api") !== true && /\bAPI(?:\s+version)?[\s:]*$/iu.test(before))

/** Words that are no name though they may begin with a capital: `Stable Version 3`. */
const plainWords = new Set("stable latest current new newest the our your this version release released releases official final public major minor announcing introducing meet welcome".split(" "))

/** `Quill Exporter version 5.0`: the name right before it is a longer one than the subject's. */
const isNamedOther = (before: string, subject: Subject | null): boolean => {
  const [, word] = /\s([\p{Lu}][\p{L}\p{N}-]*)\s+(?:version|release|v)?[\s:]*$/iu.exec(before) ?? []
  return subject !== null && word !== undefined && /^\p{Lu}/u.test(word) && !nameTokens(word).every(({ text }) => subject.words.has(text)) && !plainWords.has(word.toLowerCase())
}

/** `quill-api` and `Quill Pro` are not `Quill`: the name is a longer one. Only of names that have the subject's word in them. */
const isLongerName = (name: string, subject: Subject | null): boolean => {
  const words = nameTokens(name).map(({ text }) => text).filter((word) => /\p{L}{2}/u.test(word))
  const own = (word: string): boolean => subject?.words.has(word) === true
  return words.some((word) => own(word) && !genericWords.has(word)) &&
    words.some((word) => !own(word) && !genericWords.has(word) && !plainWords.has(word) && !sameWords.has(word))
}

/** The versions that a line says are out: after a word for it, or after the thing's own name. Whoever needs another thing names its version too. */
const statedIn = (line: string, subject: Subject | null): ReadonlyArray<{ readonly version: string; readonly start: number; readonly end: number }> => {
  // That it was released is that it is out.
  // So is how long ago it was.
  const said = line.replace(/[;,(]?\s*\d{1,3} (?:minutes?|hours?|days?|weeks?|months?|years?) ago\)?/giu, "").replace(/\b(?:was|were|has been|have been)\s+(?:just\s+)?(?:released|published|shipped|launched|made available)\b/giu, "released")
  if (hedgeIn(said) !== null || foreign.test(line)) return []
  return versionsIn(line).filter(({ end, start, version }) => {
    const isWhole = /^\d+$/.test(version)
    // The number of the thing's own name; and how many releases there are.
    if (isWhole && (subject?.words.has(version) === true || /^\W*releases\s*$/iu.test(line.slice(0, start)))) return false
    if (isDated(version) || (unfinished.test(line) && !isPrerelease(version))) return false
    const before = line.slice(0, start)
    const tail = before.trimEnd()
    const last = nameTokens(tail).slice(-2).map(({ text }) => text)
    const named = subject !== null && matchSubject(tail, subject) !== "other" && ([...subject.words].some((word) =>
      /\p{L}/u.test(word) && word.length > 1 && tail.toLowerCase().endsWith(word)) || subject.models.some((model) => model.slice(-2).join() === last.join()))
    if (named && isForSubject(tail, subject)) return false
    if (ofOther(line.slice(end), subject) || isNamedOther(before, subject) || isOfManual(before, line.slice(end), subject)) return false
    return introduced.test(before) || introducedBy(before, subject) || (named && /^v/i.test(version)) || (named && (before.trim().split(/\s+/u).length <= 4 || concluded.test(line.slice(end))))
      || (before.trim() === "" && version.includes(".") && concluded.test(line.slice(end)) && (/^v|\..*\./i.test(version) || !numbersChapter.test(line.slice(end))))
      || (before.trim() === "[" && dated.test(line.slice(end)))
  })
}

const fromSelection = (page: Page, selector: string): ReadonlyArray<VersionReading> | string => {
  const selection = saidAt(page, selector)
  if (typeof selection === "string") return selection
  const { text } = selection
  const hedge = hedgeIn(text)
  if (hedge !== null) return `${selector} shows a version beside “${hedge}”`
  const found = versionsIn(text).filter(({ version }) => !isDated(version))
  const dotted = found.filter(({ version }) => version.includes("."))
  const [first, ...others] = dotted.length > 0 ? dotted : found
  if (first === undefined) return `${selector} shows no version`
  if (others.some(({ version }) => version !== first.version)) return `${selector} shows several versions`
  return [{ kind: "selected", version: first.version, quote: quoteAround(text, first.start, first.end), origin: selector }]
}

/** What an entry says of a version that its title only names. */
const notYet = /\b(?:not yet (?:out|released|available)|scheduled for|release candidate|unreleased|yanked|withdrawn|will be (?:released|available)|coming soon)\b/iu

const fromEntries = (page: Page, subject: Subject | null): ReadonlyArray<VersionReading> =>
  (page.entries ?? []).flatMap(({ text, title }) => {
    if (notYet.test(text.slice(0, 300))) return []
    // In a feed of releases a title is little more than the version.
    const bare = versionsIn(title).filter(({ version }) => !isDated(version) && version.includes("."))
    const own = subject === null || matchSubject(title, subject) !== "other"
    const stated = statedIn(title, subject)
    const short = title.trim().split(/\s+/u).length <= 4 && hedgeIn(title) === null && !foreign.test(title) && !(unfinished.test(title) && !versionsIn(title).some(({ version }) => isPrerelease(version)))
    const found = (stated.length > 0 ? stated : short ? bare : []).filter(({ start }) => !isLongerName(title.slice(0, start), subject))
    return own ? found.map(({ end, start, version }) => ({ kind: "entry" as const, version, quote: quoteAround(title, start, end), origin: "the feed" })) : []
  })

/** What is made for a program and has versions of its own. */
const addOnKind = /(?<!\p{L})(?:plugin|plug-in|extension|add-on|addon|theme|connector|integration|bindings|wrapper)(?!\p{L})/iu

/** Whether a page is headed by the name of such a thing, and by the subject's own nowhere. */
const isAddOn = (page: Page, subject: Subject | null): boolean => {
  const heads = [page.title ?? "", ...page.headings?.slice(0, 1) ?? []]
  const own = (part: string): boolean => {
    const words = nameTokens(part).map(({ text }) => text)
    return words.some((word) => subject?.words.has(word)) && words.every((word) => subject?.words.has(word) || genericWords.has(word) || plainWords.has(word) || sameWords.has(word) || /^\p{N}+$/u.test(word))
  }
  return subject !== null && heads.some((head) => addOnKind.test(head)) && !addOnKind.test(subject.name) && !heads.flatMap(partsOf).some(own)
}

/** What takes a version back, wherever on the page it is said, and what says that it is still to come. */
const takenBack =
  /\b(?:yanked|withdrawn|retracted|recalled|pulled|there is no|no such|unreleased|not (?:yet )?(?:out|released|available)|stay tuned|countdown|coming soon|upcoming|scheduled|planned|expected|will (?:be (?:out|released|available)|arrive|ship|launch|land|come))\b|\b(?:launch|arriv|ship|land|com)(?:es|ing|s)? (?:in|on|this|next|later)\b/iu
const jest = /\bapril fools?\b|\bhoax\b/iu
const schedule = /\b(?:roadmap|schedule|calendar|milestones?|planned|upcoming)\b/iu

/** On a page of plans, or of questions, a name alone says nothing. */
const surely = /\b(?:released|is out|is available|available now|latest|current|stable)\b/iu

const sentencesOf = (page: Page): ReadonlyArray<string> => mainBlocks(page).flatMap((block) => block.replace(/^#{1,6}\s+/u, "").split(/(?<=[.!?])\s+(?=\p{Lu})/u))

/** Whether a line has a day that is still to come. */
const isAhead = (line: string, page: Page): boolean =>
  findDates(line).some(({ span }) => span.start > DateTime.toEpochMillis(page.readAt))

/** The versions that sentences say are out, but for those of which a sentence of the same page, or the day below it, says otherwise. */
const fromProse = (page: Page, subject: Subject | null): ReadonlyArray<VersionReading> => {
  // Where the page itself asks, its visitors answer.
  const isAsked = [page.title ?? "", ...page.headings ?? []].flatMap(partsOf).some((head) => head.endsWith("?"))
  const planned = isAsked || [page.title ?? "", ...page.headings ?? []].some((heading) => schedule.test(heading))
  const sentences = sentencesOf(page)
  if (sentences.some((sentence) => jest.test(sentence))) return []
  const denials = sentences.filter((sentence) => takenBack.test(sentence))
  const numberOf = (version: string): string => version.replace(/^v/i, "").replace(/(?:\.0)+$/, "")
  const named = denials.map((sentence) => versionsIn(sentence).map(({ version }) => numberOf(version)))
  const isList = subject !== null && isReleaseList(page, subject)
  const kindOf = (sentence: string, at: { readonly start: number; readonly end: number }) =>
    !isAsked && (isList || (subject !== null && isStated(sentence, at, subject))) ? "stated" as const : "prose" as const
  return sentences.flatMap((sentence, index) =>
    isAhead(sentence, page) || (planned && !surely.test(sentence)) || takenBack.test(sentences[index + 1] ?? "") && named[denials.indexOf(sentences[index + 1] ?? "")]?.length === 0
      || isDateAhead(sentences[index + 1] ?? "", page)
      ? []
      : statedIn(sentence, subject).filter(({ version }) => !named.some((versions) => versions.includes(numberOf(version)))).map(({ end, start, version }) =>
        ({ kind: kindOf(sentence, { start, end }), version, quote: quoteAround(sentence, start, end), origin: "the text" })
      )
  )
}

/** Whether a sentence that says that a version is out names its thing, and says nothing else: `Sable 7.0 documentation` is no release. */
const isStated = (sentence: string, { end, start }: { readonly start: number; readonly end: number }, subject: Subject): boolean => {
  const named = new Set(nameTokens(sentence).map(({ text }) => text))
  const own = [...subject.words].filter((word) => !genericWords.has(word))
  const [before, tail] = [sentence.slice(0, start), sentence.slice(end)]
  return own.length > 0 && own.every((word) => named.has(word)) && matchSubject(sentence, subject) !== "other" &&
    (introduced.test(before) || introducedBy(before, subject) || concluded.test(tail) || /^\s+(?:(?:was|were)\s+released|is\s+(?:now\s+)?the\s+(?:current|latest|newest))\b/iu.test(tail) || !/\p{L}/u.test(withoutDates(tail)))
}

/** A line that is little more than a day to come. */
const isDateAhead = (line: string, page: Page): boolean => line.length <= 60 && versionsIn(line).every(({ version }) => isDated(version)) && isAhead(line, page)

/** The versions of the subject that a page says are out, or in words why none can be taken. */
export const readVersions = (page: Page, selector: string | null, subject: Subject | null): ReadonlyArray<VersionReading> | string => {
  if (selector !== null) return fromSelection(page, selector)
  const given = relevantTo(page.versions ?? [], page, subject)
  if (typeof given === "string") return given
  // A registry may list a release before its day.
  const structured = given.filter(({ at, name }) =>
    (name === null || !isLongerName(name, subject)) && !(at !== undefined && (isoInstant(at)?.start ?? 0) > DateTime.toEpochMillis(page.readAt)))
  const [other] = given
  if (other !== undefined && structured.length === 0) return `its version is that of “${other.name?.slice(0, 80)}”`
  const ahead = (page.dates ?? []).some(({ at, kind }) => kind === "release" && (isoInstant(at)?.start ?? 0) > DateTime.toEpochMillis(page.readAt))
  if (structured.length > 0 && ahead) return "its structured data date the release ahead"
  if (structured.length > 0) {
    return structured.filter(({ version }) => isVersion(version)).map(({ snippet, version }) =>
      ({ kind: "structured", version, quote: snippet, origin: "structured data" })
    )
  }
  const entries = fromEntries(page, subject)
  if (entries.length > 0) return entries
  if (page.entries !== undefined) return "no entry of the feed names a version"
  // Of a document of fields each has its meaning, and prose has none of it.
  if (page.kind === "json") return "none of its fields says which version is out"
  if (isAboutOther(page, subject)) return `the page is not about “${subject?.name.slice(0, 80)}”`
  if (isAddOn(page, subject)) return `the page is about what is made for “${subject?.name.slice(0, 80)}”`
  const prose = fromProse(page, subject)
  return prose.length === 0 ? "nothing on it says which version is out" : prose
}
