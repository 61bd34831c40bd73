import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import { isoInstant, type InstantSpan } from "../date/isoInstant.ts"
import { readDates } from "../date/readDates.ts"
import type { Subject } from "../identity/Subject.ts"
import type { Condition, DateRange, DateUnit } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { termOf } from "./termOf.ts"

type DateTerm = Extract<Condition, { readonly _tag: "Date" }>

const hour = 3_600_000
const milliseconds: Readonly<Record<DateUnit, number>> = { hours: hour, days: 24 * hour, weeks: 7 * 24 * hour }

/** Whether all of a span is in the range, none of it, or (null) only a part: then it cannot be told. */
const isWithin = (span: InstantSpan, range: DateRange, now: number): boolean | null => {
  const decide = (inside: boolean, outside: boolean): boolean | null => inside ? true : outside ? false : null
  if (range._tag === "Within") {
    const length = range.amount * milliseconds[range.unit]
    const [from, to] = range.side === "next" ? [now, now + length] : [now - length, now]
    // A day counts whole: today is within the next hour, and within the last.
    const touches = span.end >= from && span.start <= to
    const isLong = span.end - span.start > 25 * hour
    return isLong ? decide(span.start >= from && span.end <= to, !touches) : touches
  }
  const limit = isoInstant(range.at)
  if (limit === null) return null
  if (range._tag === "Before") return decide(span.end <= limit.start || (span.end === span.start && span.start < limit.start), span.start >= limit.start)
  if (range._tag === "After") return decide(span.start >= limit.end && span.start > limit.start, span.end <= limit.end)
  return decide(span.start >= limit.start && span.end <= limit.end, span.end <= limit.start || span.start >= limit.end)
}

const confidences = {
  structured: evidenceConfidence.structuredOnce,
  selected: evidenceConfidence.selected,
  prose: evidenceConfidence.prose
} as const

const told = (span: InstantSpan): string =>
  span.end === span.start || span.end - span.start > 25 * hour
    ? new Date(span.start).toISOString().replace(/:\d\d\.\d{3}Z$/, "Z")
    : new Date(span.start).toISOString().slice(0, 10)

/** The date that a page gives for the thing, against a range. Several dates must agree on the verdict. */
export const evaluateDate = (term: DateTerm, page: Page, subject: Subject | null, wantsEnd: boolean): Evaluation => {
  const readings = readDates(page, term.place.selector, subject, wantsEnd)
  if (typeof readings === "string") return unclear(`${page.url}: ${readings}`)
  const now = DateTime.toEpochMillis(page.readAt)
  const judged = readings.map((reading) => ({ ...reading, holds: isWithin(reading.span, term.range, now) }))
  const [first] = judged
  if (first === undefined) return unclear(`${page.url}: no date found`)
  const said = [...new Set(readings.map((reading) => told(reading.span)))].join(", ")
  const { holds } = first
  if (holds === null) return unclear(`${page.url}: ${said} is too vague for the condition`, evidenceConfidence.conflicting)
  if (judged.some((reading) => reading.holds !== holds)) {
    return unclear(`${page.url}: several dates (${said}) that disagree`, evidenceConfidence.conflicting)
  }
  // The date of a feed or a sitemap is its newest, and a newer one may stand in the rest.
  if (page.rest !== undefined && page.entries !== undefined && term.place.selector === null && !(holds && term.range._tag === "After")) {
    return unclear(`${page.url}: it was not read to its end, and ${said} is the newest date before it`)
  }
  return decided({
    observation: { term: termOf(term, page.url), kind: "date", value: told(first.span), unit: null, uri: page.url, holds, distance: null },
    confidence: confidences[first.kind],
    quotes: [first.quote],
    finding: `The date is ${told(first.span)}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${said} from ${first.origin}`
  })
}
