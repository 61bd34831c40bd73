import { hedgeIn } from "../identity/hedgeIn.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { forWords } from "../identity/otherThingWords.ts"
import type { Subject } from "../identity/Subject.ts"
import { isPrerelease } from "./compareVersions.ts"
import { plainWords } from "./plainWords.ts"
import { isDated, type PrintedVersion, versionsIn } from "./versionsIn.ts"

/** `The current release of Halyard is`: the name of the thing between the word for a version and its verb. */
export const introducedBy = (before: string, subject: Subject | null): boolean => {
  const [, name] = /\b(?:version|release|update)\s+(?:of|for)\s+(?:the\s+)?([\p{L}\p{N}][\p{L}\p{N} .-]{0,40}?)\s+(?:is|ist)(?:\s+(?:now|currently|still))?:?\s*$/iu.exec(before) ?? []
  return name !== undefined && (subject === null || (matchSubject(name, subject) !== "other" && nameTokens(name).every(({ text }) => subject.words.has(text))))
}

/** Something else's version: what is needed, replaced, supported, or where the change began. */
export const foreign =
  /\b(?:requires?|required|needs?|depends?|dependency|compatible|compatibility|supports?|supporting|works? with|tested (?:on|with)|running|on top of|based on|built (?:on|with|for)|upgrad\w* (?:from|to)|migrat\w*|from|since|before|after|until|through|up to|deprecated|removed|end of life|eol|unsupported|benötigt|erfordert|ab|nécessite|requiere|roadmap|milestone|next|draft|changelog for|instead of|than|or (?:later|newer|higher|above)|minimum|at least|unreleased|towards?|planning|preparing|road to|proposal|rfc|schedule|countdown|stay tuned|get ready|re|why)\b|\b(?:launch|arriv|ship|land|releas|com)(?:es|ing|s)? (?:in|on|this|next|later)\b|^(?:how|what|when)\b/iu

export const introduced = /(?:\b(?:versions?|release|released|releases|releasing|v|update|stable|latest|current|version ist|versión|versione|versie)\b[\s:.#–-]{0,4}(?:\b(?:is|are|version|release|ist|est|es|now)\b[\s:]{0,2}){0,3})$/iu
export const concluded = /^\s{0,2}(?:\(?(?:stable|latest|lts|release|current)\)?|(?:is|ist|est|has been|are)\s+(?:now\s+)?(?:out|available|released|here|live|the latest|verfügbar|erschienen|veröffentlicht|disponible)|(?:released|available)\b|[.!]?$|[–—:(-]\s?\d|[–—(])/iu

/** `9.4`, `2.1 (Installing)`: at the head of a line, two numbers and no more count chapters as well as releases. */
const numbersChapter = /^\s{0,2}(?:$|[–—(]\s?\p{L})/u

/** `[3.2.1] - 2026-02-27`, as changelogs have it; `[7.2] – Smith` is a reference. */
const dated = /^\]\s{0,2}[-–—(]\s?(?:19|20)\d\d-\d\d-\d\d\)?\s*$/

/** Words beside a version that say that it is not the release, where the version itself does not. */
export const unfinished = /\b(?:release candidate|pre-?release|rc\s?\d*|beta|alpha|preview|nightly|snapshot|early access|canary|test(?:ing)? (?:build|version)|(?:daily|dev(?:elopment)?|unstable|snapshot) (?:builds?|branch|versions?|releases?)|for testing|draft)\b/iu

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

/** `Quill Exporter version 5.0`: the name right before it is a longer one than the subject's. */
const isNamedOther = (before: string, subject: Subject | null): boolean => {
  const [, word] = /\s([\p{Lu}][\p{L}\p{N}-]*)\s+(?:version|release|v)?[\s:]*$/iu.exec(before) ?? []
  return subject !== null && word !== undefined && /^\p{Lu}/u.test(word) && !nameTokens(word).every(({ text }) => subject.words.has(text)) && !plainWords.has(word.toLowerCase())
}

/** Characters around a version that are looked at for who says so and of what: some lines of a page. */
const nearby = 300

/** What stands before a version in its line, and behind it. */
export const around = (line: string, start: number, end: number): readonly [before: string, behind: string] =>
  [line.slice(Math.max(0, start - nearby), start), line.slice(end, end + nearby)]

/** The versions that a line says are out: after a word for it, or after the thing's own name. Whoever needs another thing names its version too. */
export const statedIn = (line: string, subject: Subject | null): ReadonlyArray<PrintedVersion> => {
  // That it was released is that it is out.
  // So is how long ago it was.
  const said = line.replace(/[;,(]?\s*\d{1,3} (?:minutes?|hours?|days?|weeks?|months?|years?) ago\)?/giu, "").replace(/\b(?:was|were|has been|have been)\s+(?:just\s+)?(?:released|published|shipped|launched|made available)\b/giu, "released")
  if (hedgeIn(said) !== null || foreign.test(line)) return []
  return versionsIn(line).filter(({ end, start, version }) => {
    const isWhole = /^\d+$/.test(version)
    const [before, behind] = around(line, start, end)
    // The number of the thing's own name; and how many releases there are.
    if (isWhole && (subject?.words.has(version) === true || /^\W*releases\s*$/iu.test(before))) return false
    if (isDated(version) || (unfinished.test(line) && !isPrerelease(version))) return false
    const tail = before.trimEnd()
    const last = nameTokens(tail).slice(-2).map(({ text }) => text)
    const named = subject !== null && matchSubject(tail, subject) !== "other" && ([...subject.words].some((word) =>
      /\p{L}/u.test(word) && word.length > 1 && tail.toLowerCase().endsWith(word)) || subject.models.some((model) => model.slice(-2).join() === last.join()))
    if (named && isForSubject(tail, subject)) return false
    if (ofOther(behind, subject) || isNamedOther(before, subject) || isOfManual(before, behind, subject)) return false
    return introduced.test(before) || introducedBy(before, subject) || (named && /^v/i.test(version)) || (named && (before.trim().split(/\s+/u).length <= 4 || concluded.test(behind)))
      || (before.trim() === "" && version.includes(".") && concluded.test(behind) && (/^v|\..*\./i.test(version) || !numbersChapter.test(behind)))
      || (before.trim() === "[" && dated.test(behind))
  })
}
