import * as DateTime from "effect/DateTime"
import type { Availability, Page } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import { availabilityPhrase } from "./availabilityPhrase.ts"
import { availabilityWords } from "./availabilityWords.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { isOfferedLater } from "./isOfferedLater.ts"
import { quoteAround } from "./quoteAround.ts"
import { selectionOf } from "./selectionOf.ts"
import { isLabelOfOther } from "../identity/isLabelOfOther.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { pageSubject, speaksForPage } from "../identity/pageSubject.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import type { Subject } from "../identity/Subject.ts"
import { findDates } from "../date/findDates.ts"
import { termOf } from "./termOf.ts"
import { wasReadBefore } from "./wasReadBefore.ts"

type AvailabilityTerm = Extract<Condition, { readonly _tag: "Availability" }>

interface Reading {
  readonly kind: "structured" | "selected" | "prose"
  readonly values: ReadonlyArray<Availability>
  readonly quote: string | null
  readonly origin: string
}

/** A page says it best in a block of its own; else the source that gave it is the quote. */
const quoteOf = (page: Page, value: Availability, snippet: string, subject: Subject | null): string | null =>
  mainBlocks(page).find((block) => availabilityPhrase(block, subject) === value)?.trim() ?? (snippet.trim() === "" ? null : snippet)

const fromOffers = (page: Page, subject: Subject | null): Reading | string | null => {
  const relevant = relevantTo(page.offers, page, subject)
  if (typeof relevant === "string") return relevant
  const offers = relevant.flatMap(({ availability, snippet, ...offer }) =>
    availability === null ? [] : [{ ...offer, availability, snippet }]
  )
  const ahead = relevant.find((offer) => offer.availability === "in_stock" && isOfferedLater(offer, page))
  if (ahead?.offeredFrom !== undefined) return `its structured data say that it is sold from ${DateTime.formatIsoDateUtc(ahead.offeredFrom)} on`
  const over = relevant.find((offer) =>
    offer.availability === "in_stock" && offer.offeredUntil !== undefined && DateTime.isLessThanOrEqualTo(offer.offeredUntil, page.readAt))
  if (over?.offeredUntil !== undefined) return `its structured data say that it was sold until ${DateTime.formatIsoDateUtc(over.offeredUntil)}`
  if (relevant.some((offer) => offer.conflicts.includes("availability"))) return "its structured data contradict each other"
  const [first] = offers
  if (first === undefined) return null
  if (offers.length < relevant.length) return "one of the things it offers has no availability"
  // A page whose own words say otherwise than its data is half-way through a change.
  const said = mainBlocks(page).flatMap((block) => availabilityPhrase(block, subject) ?? [])
  if (said.length > 0 && offers.length === 1 && !said.includes(first.availability)) {
    return `its text says ${availabilityWords[said[0] ?? first.availability]}, its structured data ${availabilityWords[first.availability]}`
  }
  return {
    kind: "structured",
    values: offers.map((offer) => offer.availability),
    quote: quoteOf(page, first.availability, first.snippet, subject),
    origin: `structured data (${first.formats.join(", ")})`
  }
}

/** `In stock (12)` above `Pre-order (2)`: what a list can be narrowed to. */
const facet = /^\p{L}[\p{L} -]{1,30} \(\d{1,5}\)$/u

/** `Support chat` above `Available now`: services that are to be had beside the thing. */
const service =
  /^(?:\p{L}+ ){0,2}(?:support|chat|pick-?up|delivery|newsletter|hotels?|parking|camping|app|warranty|financing|wrapping|installation|demo|trial|manual|download|appointments?|accessories)(?: \p{L}+)?:?$/iu

const read = (page: Page, selector: string | null, subject: Subject | null): Reading | string => {
  if (selector !== null) {
    const selection = selectionOf(page, selector)
    if (typeof selection === "string") return selection
    if (subject !== null && pageSubject(page, subject) === "other") return `the page is not about “${subject.name.slice(0, 80)}”`
    const value = availabilityPhrase(selection.text, subject)
    if (value === null) return `${selector} shows “${quoteAround(selection.text, 0, 1).slice(0, 80)}”, which is no plain word for availability`
    return { kind: "selected", values: [value], quote: quoteAround(selection.text, 0, 1), origin: selector }
  }
  const structured = fromOffers(page, subject)
  if (structured !== null) return structured
  const forPage = speaksForPage(page, subject)
  const blocks = mainBlocks(page)
  const facets = blocks.filter((block) => facet.test(block)).length > 1
  const said = blocks.flatMap((block, index) => {
    if (service.test(blocks[index - 1] ?? "") || isLabelOfOther(blocks[index - 1], subject) || (facets && facet.test(block))) return []
    const match = subject === null ? "unknown" : matchSubject(block, subject)
    if (match === "other" || (!forPage && match !== "same")) return []
    return availabilityPhrase(block, subject) ?? []
  })
  const [first] = said
  if (first === undefined) return "nothing on it says whether it is available"
  return { kind: "prose", values: said, quote: quoteOf(page, first, "", subject), origin: "the text" }
}

const ahead =
  /^(?:coming soon|available soon|on sale soon|(?:general (?:sale|public) )?tickets?(?: for .{1,60})? (?:(?:will )?(?:go|be) on sale|(?:are )?on sale|available) (?:soon|shortly|(?:on |from |this |next )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d|tomorrow|january|february|march|april|may|june|july|august|september|october|november|december)).{0,80})[.!]?$/iu

/** What a short line says of a sale that is yet to begin: then the thing is neither in stock nor sold out. Null where none says so. */
const saleAhead = (page: Page, subject: Subject | null): string | null => {
  if (!speaksForPage(page, subject)) return null
  const now = DateTime.toEpochMillis(page.readAt)
  return mainBlocks(page).flatMap((block) => block.split(/(?<=\p{L}[.!])\s+(?=\p{Lu})/u)).find((line) =>
    ahead.test(line.trim()) && findDates(line).every(({ span }) => span.end > now)) ?? null
}

/**
 * The stock level: structured data first, else what short blocks of the page plainly say; at a selector, the phrase there.
 * Several things on one page must agree on the verdict.
 */
export const evaluateAvailability = (term: AvailabilityTerm, page: Page, known: KnownState, subject: Subject | null): Evaluation => {
  const reading = read(page, term.place.selector, subject)
  const later = typeof reading === "string" && page.offers.length === 0 && term.place.selector === null ? saleAhead(page, subject) : null
  if (later !== null) {
    return decided({
      observation: { term: termOf(term, page.url), value: later, unit: null, kind: "availability", uri: page.url, holds: false, distance: null },
      confidence: evidenceConfidence.prose,
      quotes: [later],
      finding: `Its sale is yet to begin${page.title === null ? "" : ` (${page.title})`}.`,
      reason: `${page.url}: “${later.slice(0, 160)}”`
    })
  }
  if (typeof reading === "string") return unclear(`${page.url}: ${reading}`)
  const [value = term.is, ...others] = reading.values
  const holds = value === term.is
  const said = [...new Set(reading.values)].map((value) => availabilityWords[value]).join(", ")
  if (others.some((other) => (other === term.is) !== holds)) {
    return unclear(`${page.url}: several things (${said}), and nothing says which is meant`, evidenceConfidence.conflicting)
  }
  const observed = { term: termOf(term, page.url), value, unit: null }
  const seenBefore = wasReadBefore(known, observed)
  const confidence = reading.kind === "selected"
    ? evidenceConfidence.selected
    : reading.kind === "prose"
    ? evidenceConfidence.prose
    : seenBefore
    ? evidenceConfidence.structuredTwice
    : evidenceConfidence.structuredOnce
  return decided({
    observation: { ...observed, kind: "availability", uri: page.url, holds, distance: null },
    confidence,
    quotes: reading.quote === null ? [] : [reading.quote],
    finding: `It is ${availabilityWords[value]}${page.title === null ? "" : ` (${page.title})`}.`,
    reason: `${page.url}: ${said} from ${reading.origin}${seenBefore ? ", as in the last run" : ""}`
  })
}
