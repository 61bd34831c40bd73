import * as DateTime from "effect/DateTime"
import type { Page, StockLevel } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import { availabilityPhrase } from "./availabilityPhrase.ts"
import { availabilityWords } from "./availabilityWords.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { isOfferedLater } from "./isOfferedLater.ts"
import { quoteAround } from "./quoteAround.ts"
import { saidAt } from "./saidAt.ts"
import { startsLater } from "./startsLater.ts"
import { stockChannel } from "./stockChannel.ts"
import { isLabelOfOther } from "../identity/isLabelOfOther.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { pageSubject, speaksForPage } from "../identity/pageSubject.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import type { Subject } from "../identity/Subject.ts"
import { termOf } from "./termOf.ts"
import { wasReadBefore } from "./wasReadBefore.ts"

type AvailabilityTerm = Extract<Condition, { readonly _tag: "Availability" }>

interface Reading {
  readonly kind: "structured" | "selected" | "prose"
  readonly values: ReadonlyArray<StockLevel>
  readonly quote: string | null
  readonly origin: string
}

/** `Online: Sold out` says what `Sold out` does, for whoever has it sent. */
const levelOf = (block: string, page: Page, subject: Subject | null): StockLevel | null => {
  const channelled = stockChannel(block)
  if (channelled?.channel === "store") return null
  return availabilityPhrase(block, subject) ?? (channelled === null ? null : availabilityPhrase(channelled.said, subject)) ??
    (startsLater(block, page, subject) ? "later" : null)
}

/** Lines that belong to a page's name: price, stock, a button or two. */
const belowName = 8

/** What is coming soon stands right below the name of the page's thing; above it, it is a part of the shop, and further down another thing. */
const isComingSoon = (block: string, index: number, blocks: ReadonlyArray<string>, page: Page): boolean => {
  if (!/^(?:coming soon|próximamente|prossimamente|demnächst|bientôt)[.!…]*$/iu.test(block.trim())) return false
  const name = blocks.findIndex((other) => page.headings?.includes(other) === true)
  return index > name && index <= name + belowName && blocks.slice(name + 1, index).every((line) => availabilityPhrase(line) !== "in_stock")
}

/** What a page's lines plainly say of the stock, in order. */
const lineLevel = (blocks: ReadonlyArray<string>, page: Page, subject: Subject | null) => (block: string, index: number): StockLevel | null =>
  levelOf(block, page, subject) ?? (isComingSoon(block, index, blocks, page) ? "later" : null)

/** A page says it best in a block of its own; else the source that gave it is the quote. */
const quoteOf = (page: Page, value: StockLevel, snippet: string, subject: Subject | null): string | null => {
  const blocks = mainBlocks(page)
  const level = lineLevel(blocks, page, subject)
  return blocks.find((block, index) => level(block, index) === value)?.trim() ?? (snippet.trim() === "" ? null : snippet)
}

const fromOffers = (page: Page, subject: Subject | null): Reading | string | null => {
  const relevant = relevantTo(page.offers, page, subject)
  if (typeof relevant === "string") return relevant
  const offers = relevant.flatMap(({ availability, snippet, ...offer }) =>
    availability === null ? [] : [{ ...offer, availability, snippet }]
  )
  const ahead = relevant.find((offer) => offer.availability === "in_stock" && isOfferedLater(offer, page))
  if (ahead?.offeredFrom !== undefined) {
    const origin = `structured data (${ahead.formats.join(", ")}), which say that it is sold from ${DateTime.formatIsoDateUtc(ahead.offeredFrom)} on`
    return { kind: "structured", values: ["later"], quote: quoteOf(page, "later", ahead.snippet, subject), origin }
  }
  const over = relevant.find((offer) =>
    offer.availability === "in_stock" && offer.offeredUntil !== undefined && DateTime.isLessThanOrEqualTo(offer.offeredUntil, page.readAt))
  if (over?.offeredUntil !== undefined) return `its structured data say that it was sold until ${DateTime.formatIsoDateUtc(over.offeredUntil)}`
  if (relevant.some((offer) => offer.conflicts.includes("availability"))) return "its structured data contradict each other"
  const [first] = offers
  if (first === undefined) return null
  if (offers.length < relevant.length) return "one of the things it offers has no availability"
  // A page whose own words say otherwise than its data is half-way through a change.
  const blocks = mainBlocks(page)
  const level = lineLevel(blocks, page, subject)
  const said = blocks.flatMap((block, index): StockLevel | ReadonlyArray<StockLevel> => level(block, index) ?? [])
  const isAgreed = said.includes(first.availability) || (first.availability === "preorder" && said.includes("later"))
  // Sold out and on backorder are two words for one thing: there is none today.
  const isNone = first.availability === "later" && said.every((one) => one === "sold_out")
  if (said.length > 0 && offers.length === 1 && !isAgreed && !isNone) {
    return `its text says ${availabilityWords[said[0] ?? first.availability]}, its structured data ${availabilityWords[first.availability]}`
  }
  return {
    kind: "structured",
    values: relevant.every((offer) => offer.oneOf === true) && offers.some((offer) => offer.availability === "in_stock") ? ["in_stock"] : offers.map((offer) => offer.availability),
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
    const selection = saidAt(page, selector)
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
  const level = lineLevel(blocks, page, subject)
  const facets = blocks.filter((block) => facet.test(block)).length > 1
  const said = blocks.flatMap((block, index): StockLevel | ReadonlyArray<StockLevel> => {
    const channelled = stockChannel(block)
    if ((channelled === null && service.test(blocks[index - 1] ?? "")) || isLabelOfOther(blocks[index - 1], subject) || (facets && facet.test(block))) return []
    const match = subject === null ? "unknown" : matchSubject(block, subject)
    if (match === "other" || (!forPage && match !== "same")) return []
    return level(block, index) ?? []
  })
  const [first] = said
  if (first === undefined) return "nothing on it says whether it is available"
  const inShops = blocks.some((block) => {
    const channelled = stockChannel(block)
    return channelled?.channel === "store" && /^(?:in stock|available|auf lager|verfügbar|en stock|disponible)(?!\p{L})/iu.test(channelled.said)
  })
  if (inShops && !said.includes("in_stock")) return `it is ${availabilityWords[first]}, and in stock in a shop`
  return { kind: "prose", values: said, quote: quoteOf(page, first, "", subject), origin: "the text" }
}

/** Whether a level is the one asked for. What is on backorder is not in stock, and whether that is sold out is a matter of words. */
const isLevel = (level: StockLevel, asked: AvailabilityTerm["is"]): boolean | null =>
  level === "later" && asked === "sold_out" ? null : level === asked

/**
 * The stock level: structured data first, else what short blocks of the page plainly say; at a selector, the phrase there.
 * Several things on one page must agree on the verdict.
 */
export const evaluateAvailability = (term: AvailabilityTerm, page: Page, known: KnownState, subject: Subject | null): Evaluation => {
  const reading = read(page, term.place.selector, subject)
  if (typeof reading === "string") return unclear(`${page.url}: ${reading}`)
  const [value = term.is, ...others] = reading.values
  const holds = isLevel(value, term.is)
  const said = [...new Set(reading.values)].map((value) => availabilityWords[value]).join(", ")
  if (holds === null) return unclear(`${page.url}: it is ${availabilityWords[value]}`)
  if (others.some((other) => isLevel(other, term.is) !== holds)) {
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
