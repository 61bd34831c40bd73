import type { Availability, Page } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import { availabilityPhrase } from "./availabilityPhrase.ts"
import { availabilityWords } from "./availabilityWords.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { quoteAround } from "./quoteAround.ts"
import { selectionOf } from "./selectionOf.ts"
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
const quoteOf = (page: Page, value: Availability, snippet: string): string | null =>
  page.blocks.find((block) => availabilityPhrase(block) === value)?.trim() ?? (snippet.trim() === "" ? null : snippet)

const fromOffers = (page: Page): Reading | string | null => {
  const offers = page.offers.flatMap(({ availability, snippet, ...offer }) =>
    availability === null ? [] : [{ ...offer, availability, snippet }]
  )
  if (page.offers.some((offer) => offer.conflicts.includes("availability"))) return "its structured data contradict each other"
  const [first] = offers
  if (first === undefined) return null
  if (offers.length < page.offers.length) return "one of the things it offers has no availability"
  return {
    kind: "structured",
    values: offers.map((offer) => offer.availability),
    quote: quoteOf(page, first.availability, first.snippet),
    origin: `structured data (${first.formats.join(", ")})`
  }
}

const read = (page: Page, selector: string | null): Reading | string => {
  if (selector !== null) {
    const selection = selectionOf(page, selector)
    if (typeof selection === "string") return selection
    const value = availabilityPhrase(selection.text)
    if (value === null) return `${selector} shows “${quoteAround(selection.text, 0, 1).slice(0, 80)}”, which is no plain word for availability`
    return { kind: "selected", values: [value], quote: quoteAround(selection.text, 0, 1), origin: selector }
  }
  const structured = fromOffers(page)
  if (structured !== null) return structured
  const said = page.blocks.flatMap((block) => availabilityPhrase(block) ?? [])
  const [first] = said
  if (first === undefined) return "nothing on it says whether it is available"
  return { kind: "prose", values: said, quote: quoteOf(page, first, ""), origin: "the text" }
}

/**
 * The stock level: structured data first, else what short blocks of the page plainly say; at a selector, the phrase there.
 * Several things on one page must agree on the verdict.
 */
export const evaluateAvailability = (term: AvailabilityTerm, page: Page, known: KnownState): Evaluation => {
  const reading = read(page, term.place.selector)
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
