import * as DateTime from "effect/DateTime"
import type { Page, PageDate } from "../../ports/PageReader.ts"
import { quoteAround } from "../condition/quoteAround.ts"
import { saidAt } from "../condition/saidAt.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { speaksForPage } from "../identity/pageSubject.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import type { Subject } from "../identity/Subject.ts"
import { findDates } from "./findDates.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { matterSource, openable } from "../status/matterWords.ts"
import { isEndOf } from "./isEndOf.ts"
import { isoInstant, type InstantSpan } from "./isoInstant.ts"

export interface DateReading {
  readonly kind: "structured" | "selected" | "prose"
  readonly span: InstantSpan
  /** Literal text of the page. */
  readonly quote: string
  readonly origin: string
}

const structured = (dates: ReadonlyArray<PageDate>, origin: string): ReadonlyArray<DateReading> =>
  dates.flatMap(({ at, snippet }): ReadonlyArray<DateReading> => {
    const span = isoInstant(at)
    return span === null ? [] : [{ kind: "structured", span, quote: snippet, origin }]
  })

/** A date without a word of what happens then is when the page was written. */
const cue =
  /(?<!\p{L})(?:open(?:s|ing)?|reopen(?:s|ing)?|starts?|starting|begins?|beginning|takes? place|held|dates?|(?:race|event|match|show|concert|fair|market|opening|open) day|next \p{L}+(?=\s?:)|releas(?:e|ed|es)|launch(?:es|ed)?|deadline|clos(?:e|es|ing)|until|due|ends?|doors|premieres?|arrives?|available|on sale|when|on|from|by|eröffn\p{L}*|öffnet|beginn\p{L}*|start\p{L}*|findet|erscheint|frist|bis|am|ab|ouvr\p{L}*|ouverture|début|commence|sortie|le|jusqu\p{L}*|abre|apertura|empieza|comienza|fecha|hasta|el|apre|inizia|dal|uscita|opent|begint|vanaf|op)(?!\p{L})/iu

/** A sentence about the past of the page, not about the thing: when it was written, or who owns the rights. */
const ofThePage = /\b(?:copyright|posted|published|updated|modified|edited|written|last (?:change|update)|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado)\b|©/iu

const fromSelection = (page: Page, selector: string): ReadonlyArray<DateReading> | string => {
  const selection = saidAt(page, selector)
  if (typeof selection === "string") return selection
  const { text } = selection
  const whole = isoInstant(text)
  if (whole !== null) return [{ kind: "selected", span: whole, quote: text, origin: selector }]
  const hedge = hedgeIn(text)
  if (hedge !== null) return `${selector} shows a date beside “${hedge}”`
  const found = findDates(text)
  const [first] = found
  if (first === undefined) return `${selector} shows no date with its year`
  if (found.some(({ span }) => span.start !== first.span.start)) return `${selector} shows several dates`
  return [{ kind: "selected", span: first.span, quote: quoteAround(text, first.start, first.end), origin: selector }]
}

/** A line that is a day to come, below the name of the thing: `Moorsound 2026` / `4–6 September 2026`. One that is over may be when the page was written. */
const isUnderName = (line: string, above: string | undefined, page: Page, subject: Subject | null): boolean => {
  if (subject === null || above === undefined || line.length > 60 || page.headings?.includes(above) !== true || matchSubject(above, subject) !== "same") return false
  const dates = findDates(line)
  const rest = dates.reduceRight((text, { end, start }) => `${text.slice(0, start)} ${text.slice(end)}`, line)
  return dates.length === 1 && dates.every(({ span }) => span.start > DateTime.toEpochMillis(page.readAt)) && !/\p{Ll}{2,}\s\p{Ll}/u.test(rest)
}

const matter = new RegExp(`^\\P{L}*(?:\\p{L}+ ){0,2}(?:${matterSource(openable)}|tickets?|(?:ticket )?sales?)(?!\\p{L})[^.]{0,60}(?:opens?|opened|starts?|begins?|closes?|go(?:es)? on sale|on sale|available)(?!\\p{L})`, "iu")
/** `Registration opens on 1 April 2026` is no day of the race, unless it is asked for. */
const isOfMatter = (sentence: string, subject: Subject | null): boolean => {
  const [said] = matter.exec(sentence) ?? []
  return said !== undefined && !nameTokens(said).some(({ text }) => text.length > 3 && [...subject?.words ?? []].some((word) => word.slice(0, 5) === text.slice(0, 5) && new RegExp(`^(?:${matterSource(openable)}|tickets?|sales?)$`, "iu").test(text)))
}

const fromProse = (page: Page, subject: Subject | null, wantsEnd: boolean): ReadonlyArray<DateReading> | string => {
  const forPage = speaksForPage(page, subject)
  const blocks = mainBlocks(page)
  const found = blocks.flatMap((block, index) =>
    block.split(/(?<=[\p{L})][.!?])\s+(?=\p{Lu})/u).flatMap((sentence) => {
      const isUnder = isUnderName(sentence, blocks[index - 1], page, subject)
      const match = subject === null ? "unknown" : matchSubject(sentence, subject)
      if (match === "other" || (!forPage && match !== "same") || !(cue.test(sentence) || isUnder)) return []
      if (hedgeIn(sentence.replace(/\bwill (?:be|take|start|open|begin|run|launch)\b/giu, "")) !== null || ofThePage.test(sentence)) return []
      return findDates(sentence).map(({ end, span, start }): DateReading & { readonly isEnd: boolean; readonly isUnder: boolean } =>
        ({ kind: "prose", span, quote: quoteAround(sentence, start, end), origin: "the text", isUnder, isEnd: isEndOf(sentence, { end, start }) || isOfMatter(sentence, subject) })
      )
    })
  )
  const [first] = found
  if (first === undefined) return "nothing on it gives a date"
  if (!wantsEnd && found.every(({ isEnd }) => isEnd)) return "the only date in its text is when something ends or can be applied for, and that was not asked for"
  const under = found.filter(({ isUnder }) => isUnder)
  const meant = wantsEnd ? found : under.length > 0 ? under : found.filter(({ isEnd }) => !isEnd)
  return meant.some(({ span }) => span.start !== meant[0]?.span.start) ? "several dates in the text, and nothing says which is meant" : meant
}

/**
 * The dates that a page gives for the subject: at a selector if there is one; else those of an event or a release in its structured
 * data, the newest of a feed or a sitemap, the one in its text, and last when it was published or changed. A deadline in the text is none of
 * these, unless the owner's words ask for one (`wantsEnd`).
 */
export const readDates = (
  page: Page,
  selector: string | null,
  subject: Subject | null,
  wantsEnd: boolean
): ReadonlyArray<DateReading> | string => {
  if (selector !== null) return fromSelection(page, selector)
  const dates = page.dates ?? []
  const own = dates.filter(({ kind }) => kind === "event" || kind === "release")
  const relevant = relevantTo(own, page, subject)
  if (typeof relevant === "string") return relevant
  const given = structured(relevant, "structured data")
  if (given.length > 0) return given
  const ofPage = structured(dates.filter(({ kind }) => kind === "published" || kind === "modified"), "the page's own dates")
    .toSorted((a, b) => b.span.start - a.span.start).slice(0, 1)
  if (page.kind === "feed" || page.kind === "sitemap") return ofPage.length > 0 ? ofPage : "it gives no dates"
  const prose = fromProse(page, subject, wantsEnd)
  return ofPage.length > 0 && typeof prose === "string" && prose.startsWith("nothing") ? ofPage : prose
}
