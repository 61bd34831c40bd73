import type { Page, StockLevel } from "../../ports/PageReader.ts"
import type { KnownState } from "../../task/KnownState.ts"
import { availabilityWords } from "./availabilityWords.ts"
import { compareNumber } from "./compareNumber.ts"
import type { Condition } from "./Condition.ts"
import { decided } from "./decided.ts"
import { type Evaluation, unclear } from "./Evaluation.ts"
import { evidenceConfidence } from "./evidenceConfidence.ts"
import { formatQuantity } from "./formatQuantity.ts"
import type { PriceReading } from "./PriceReading.ts"
import { readPrice } from "./readPrice.ts"
import type { Subject } from "../identity/Subject.ts"
import { termOf } from "./termOf.ts"
import { wasReadBefore } from "./wasReadBefore.ts"

type PriceTerm = Extract<Condition, { readonly _tag: "Price" }>

/** Why a reading cannot be compared with the limit, or null. */
const unusable = (term: PriceTerm, reading: PriceReading): string | null => {
  const { currency, value } = reading
  // Shops write 0 for "ask us" and "not sold here". Only who asks for a free thing can mean it.
  if (value <= 0 && term.limit !== 0) return `a price of ${formatQuantity(value, currency)} is a placeholder more often than a price`
  if (term.currency === null || currency === term.currency) return null
  if (currency !== null) return `the price is in ${currency}, the condition in ${term.currency}`
  return reading.kind === "selected" && !reading.foreignMark ? null : `which currency the price is in cannot be told, and the condition is in ${term.currency}`
}

/** Whether every price from `lowest` on gives one verdict: none of them is below what it is not below. */
const decidesFromBelow = ({ comparison, limit }: PriceTerm, lowest: number): boolean =>
  comparison === "<" || comparison === ">=" ? lowest >= limit : lowest > limit

/** The reading as an owner is told it: with both amounts where there are two. */
const printed = (reading: PriceReading): string =>
  [reading.value, ...(reading.otherwise === null ? [] : [reading.otherwise])]
    .map((value) => formatQuantity(value, reading.currency)).join(" or ")

/** A price condition asks for the price alone, but an owner who hurries to buy wants to know that there is nothing to buy. */
const stockNote = (availability: StockLevel | null): string =>
  availability === null || availability === "in_stock" ? "" : ` It is ${availabilityWords[availability]}.`

const confidenceOf = (term: PriceTerm, reading: PriceReading, seenBefore: boolean): number => {
  switch (reading.kind) {
    case "structured":
      return seenBefore ? evidenceConfidence.structuredTwice : evidenceConfidence.structuredOnce
    case "selected":
      return term.currency !== null && reading.currency === null
        ? evidenceConfidence.selectedWithoutUnit
        : evidenceConfidence.selected
    case "prose":
      return evidenceConfidence.prose
  }
}

/**
 * A price against its limit: structured data first, else the one clean price in prose; at a selector, the one number there.
 *
 * Several prices are fine as long as they agree on the verdict: then the one nearest the limit stands for them. Otherwise, and
 * where a currency does not fit or a number can be read in two ways that disagree, nothing is concluded.
 */
export const evaluatePrice = (term: PriceTerm, page: Page, known: KnownState, subject: Subject | null): Evaluation => {
  const readings = readPrice(page, term.place.selector, subject)
  if (typeof readings === "string") return unclear(`${page.url}: ${readings}`)
  const problem = readings.map((reading) => unusable(term, reading)).find((why) => why !== null)
  if (problem !== undefined) return unclear(`${page.url}: ${problem}`, evidenceConfidence.conflicting)
  const compared = readings.map((reading) => ({ ...reading, ...compareNumber(reading.value, term.comparison, term.limit) }))
  const said = [...new Set(readings.map(printed))].join(", ")
  const ambiguous = readings.some((reading) =>
    reading.otherwise !== null &&
    compareNumber(reading.otherwise, term.comparison, term.limit).holds !==
      compareNumber(reading.value, term.comparison, term.limit).holds
  )
  if (ambiguous) return unclear(`${page.url}: ${said}: it may mean two amounts that disagree`, evidenceConfidence.conflicting)
  if (readings.some(({ atLeast, value }) => atLeast === true && !decidesFromBelow(term, value))) {
    return unclear(`${page.url}: its prices begin at ${said}, and nothing says which is meant`)
  }
  const currencies = new Set(readings.map((reading) => reading.currency))
  const [nearest] = compared.sort((a, b) => Math.abs(a.value - term.limit) - Math.abs(b.value - term.limit))
  if (nearest === undefined) return unclear(`${page.url}: no price found`)
  if (currencies.size > 1) return unclear(`${page.url}: prices in several currencies (${said})`, evidenceConfidence.conflicting)
  if (compared.some((reading) => reading.holds !== nearest.holds)) {
    const kinds = new Set(readings.map(({ kind }) => kind))
    const sides = (kind: PriceReading["kind"]) => readings.filter((reading) => reading.kind === kind).map(printed).join(", ")
    if (kinds.size > 1) return unclear(`${page.url}: its text shows ${sides("prose")}, its structured data ${sides("structured")}`, evidenceConfidence.conflicting)
    return unclear(`${page.url}: several prices (${said}) that disagree`, evidenceConfidence.conflicting)
  }
  const read = { term: termOf(term, page.url), value: nearest.value, unit: nearest.currency ?? term.currency }
  const seenBefore = wasReadBefore(known, read)
  const limit = formatLimit(term)
  const where = page.title === null ? "" : ` (${page.title})`
  return decided({
    observation: { ...read, kind: "price", uri: page.url, holds: nearest.holds, distance: nearest.distance },
    confidence: confidenceOf(term, nearest, seenBefore),
    quotes: nearest.quote === null ? [] : [nearest.quote],
    finding: `The price ${nearest.atLeast === true ? "begins at" : "is"} ${printed(nearest)}, ${nearest.words} ${limit}${where}.${stockNote(nearest.availability)}`,
    reason: `${page.url}: price ${said} from ${nearest.origin}${seenBefore ? ", as in the last run" : ""}; ${nearest.words} ${limit}`
  })
}

const formatLimit = (term: PriceTerm): string =>
  term.currency === null ? String(term.limit) : `${term.limit} ${term.currency}`
