import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import { quoteAround } from "../condition/quoteAround.ts"
import { findDates } from "../date/findDates.ts"
import { withoutDates } from "../date/withoutDates.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { genericWords } from "../identity/otherThingWords.ts"
import { partsOf } from "../identity/pageSubject.ts"
import type { Subject } from "../identity/Subject.ts"
import { isReleaseList } from "./isReleaseList.ts"
import { around, concluded, introduced, introducedBy, statedIn } from "./statedIn.ts"
import type { VersionReading } from "./VersionReading.ts"
import { isDated, versionsIn } from "./versionsIn.ts"

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

const numberOf = (version: string): string => version.replace(/^v/i, "").replace(/(?:\.0)+$/, "")

/** Sentences with a number that are read: lists of releases begin with the newest. */
const maxSentences = 5_000

/** The versions that sentences say are out, but for those of which a sentence of the same page, or the day below it, says otherwise. */
export const versionsInProse = (page: Page, subject: Subject | null): ReadonlyArray<VersionReading> => {
  // Where the page itself asks, its visitors answer.
  const isAsked = [page.title ?? "", ...page.headings ?? []].flatMap(partsOf).some((head) => head.endsWith("?"))
  const planned = isAsked || [page.title ?? "", ...page.headings ?? []].some((heading) => schedule.test(heading))
  const sentences = sentencesOf(page)
  if (sentences.some((sentence) => jest.test(sentence))) return []
  const denied = new Set(sentences.filter((sentence) => takenBack.test(sentence)).flatMap((sentence) => versionsIn(sentence).map(({ version }) => numberOf(version))))
  const isList = subject !== null && isReleaseList(page, subject)
  const followed = sentences.map((sentence, index) => ({ next: sentences[index + 1] ?? "", sentence })).filter(({ sentence }) => /\d/.test(sentence))
  return followed.slice(0, maxSentences).flatMap(({ next, sentence }) => {
    if (isAhead(sentence, page) || (planned && !surely.test(sentence)) || isDateAhead(next, page)) return []
    if (takenBack.test(next) && versionsIn(next).length === 0) return []
    const stated = statedIn(sentence, subject).filter(({ version }) => !denied.has(numberOf(version)))
    const isNamed = stated.length > 0 && !isAsked && subject !== null && namesAll(sentence, subject)
    return stated.map(({ end, start, version }) => ({
      kind: !isAsked && (isList || (isNamed && saysNothingElse(sentence, start, end, subject))) ? "stated" : "prose",
      version,
      quote: quoteAround(sentence, start, end),
      origin: "the text"
    }))
  })
}

/** Whether a sentence has all of the thing's name, and no other thing's. */
const namesAll = (sentence: string, subject: Subject): boolean => {
  const named = new Set(nameTokens(sentence).map(({ text }) => text))
  const own = [...subject.words].filter((word) => !genericWords.has(word))
  return own.length > 0 && own.every((word) => named.has(word)) && matchSubject(sentence, subject) !== "other"
}

/** Whether what stands around a version says that it is out, and nothing else: `Sable 7.0 documentation` is no release. */
const saysNothingElse = (sentence: string, start: number, end: number, subject: Subject): boolean => {
  const [before, tail] = around(sentence, start, end)
  return introduced.test(before) || introducedBy(before, subject) || concluded.test(tail) ||
    /^\s+(?:(?:was|were)\s+released|is\s+(?:now\s+)?the\s+(?:current|latest|newest))\b/iu.test(tail) || !/\p{L}/u.test(withoutDates(tail))
}

/** A line that is little more than a day to come. */
const isDateAhead = (line: string, page: Page): boolean => line.length <= 60 && versionsIn(line).every(({ version }) => isDated(version)) && isAhead(line, page)
