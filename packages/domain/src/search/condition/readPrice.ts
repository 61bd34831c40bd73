import * as DateTime from "effect/DateTime"
import type { Offer, Page } from "../../ports/PageReader.ts"
import { findAmounts } from "../amount/findAmounts.ts"
import { isOneNumber } from "../amount/isOneNumber.ts"
import { lowestPrice } from "../amount/lowestPrice.ts"
import { priceRole } from "../amount/priceRole.ts"
import { unreadableAmount } from "../amount/unreadableAmount.ts"
import { otherDealWords } from "../identity/otherThingWords.ts"
import { pageSubject } from "../identity/pageSubject.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import type { Subject } from "../identity/Subject.ts"
import { currencyOn } from "./currencyOn.ts"
import { isOfferedLater } from "./isOfferedLater.ts"
import { isRange } from "./isRange.ts"
import type { PriceReading } from "./PriceReading.ts"
import { quoteAround } from "./quoteAround.ts"
import { readPriceInProse } from "./readPriceInProse.ts"
import { settledBy } from "./settledBy.ts"
import { saidAt } from "./saidAt.ts"

const sameName = (a: Offer, b: Offer): boolean => a.name !== null && a.name.trim() === b.name?.trim()

/** The shortest clean block that prints the amount, else the source that gave it. */
const quoteOf = (page: Page, offer: Offer): string | null => {
  let best: string | null = null
  for (const block of page.blocks) {
    const amount = findAmounts(block).find((amount) =>
      (amount.value === offer.price || amount.value === offer.otherPrice) && amount.marked && (amount.currency === null || amount.currency === offer.currency)
    )
    if (amount === undefined || priceRole(block) !== null || isRange(block, amount)) continue
    const quote = quoteAround(block, amount.start, amount.end)
    if (best === null || quote.length < best.length) best = quote
  }
  return best ?? (offer.snippet.trim() === "" ? null : offer.snippet)
}

const isOver = (offer: Offer, page: Page): boolean =>
  offer.priceValidUntil !== null && DateTime.isLessThanOrEqualTo(offer.priceValidUntil, page.readAt)

const fromOffers = (page: Page, subject: Subject | null): ReadonlyArray<PriceReading> | string | null => {
  const offers = relevantTo(page.offers, page, subject)
  if (typeof offers === "string") return offers
  const priced = offers.filter((offer) => offer.price !== null)
  // Whichever of several things is meant, a page that contradicts itself about one of them is not to be trusted on the rest.
  if (offers.some((offer) => offer.conflicts.includes("price"))) return "its structured data give different prices for one thing"
  if (priced.length === 0) return null
  const unpriced = offers.find((offer) => offer.price === null && !priced.some((other) => sameName(offer, other)))
  // The usual page of this kind: the thing itself is not for sale today, and another one is advertised beside it.
  if (unpriced !== undefined) return "one of the things it offers has no price"
  if (priced.some((offer) => isOfferedLater(offer, page))) return "its structured data say that the offer does not hold yet"
  const ended = priced.find((offer) => isOver(offer, page))
  if (ended?.priceValidUntil != null) {
    return `its structured data say that the price held until ${DateTime.formatIsoDateUtc(ended.priceValidUntil)}`
  }
  return priced.flatMap((offer): ReadonlyArray<PriceReading> =>
    offer.price === null ? [] : [{
      kind: "structured",
      value: offer.price,
      otherwise: offer.otherPrice,
      currency: offer.currency?.toUpperCase() ?? null,
      foreignMark: false,
      availability: offer.conflicts.includes("availability") ? null : offer.availability,
      quote: quoteOf(page, offer),
      origin: `structured data (${offer.formats.join(", ")})`
    }]
  )
}

const fromSelection = (page: Page, selector: string): ReadonlyArray<PriceReading> | string => {
  const selection = saidAt(page, selector)
  if (typeof selection === "string") return selection
  const { text } = selection
  if (page.kind === "json" && /^[[{]/.test(text)) return `${selector} leads to several values`
  const role = priceRole(text)
  const lowest = role === null ? null : lowestPrice(text)
  if (lowest !== null) {
    return [{
      kind: "selected", value: lowest.value, otherwise: lowest.otherwise, currency: currencyOn(page, lowest), atLeast: true, foreignMark: true, availability: null,
      quote: quoteAround(text, lowest.start, lowest.end), origin: selector
    }]
  }
  if (role !== null) return `${selector} shows a number beside “${role}”, which is not what it costs now`
  const unreadable = unreadableAmount(text)
  if (unreadable !== null) return `${selector} shows ${unreadable.printed}, which is no number of a sure form`
  const amounts = findAmounts(text).filter((amount) => !amount.percent)
  const [amount] = amounts
  if (amount === undefined) return `${selector} shows no number`
  if (amounts.some((other) => other.value !== amount.value || other.currency !== amount.currency) || isRange(text, amount)) {
    return `${selector} shows several numbers`
  }
  const { otherwise, value } = settledBy(page, isOneNumber(text, amount) ? { ...amount, otherwise: null } : amount)
  if (/[-−–]\s?$/u.test(text.slice(0, amount.start))) return `${selector} shows a negative number`
  return [{
    kind: "selected",
    value,
    otherwise,
    currency: currencyOn(page, amount),
    foreignMark: amount.marked,
    availability: null,
    quote: quoteAround(text, amount.start, amount.end),
    origin: selector
  }]
}

/**
 * A page whose one visible price is another than its data give is half-way through a change, or its data are not its own: both count, and
 * only what holds of both is concluded.
 */
const withVisible = (offers: ReadonlyArray<PriceReading>, page: Page, subject: Subject | null): ReadonlyArray<PriceReading> => {
  // The visible price is the new thing's; of a used one's there is another.
  if ([...subject?.words ?? []].some((word) => otherDealWords.has(word))) return offers
  const seen = readPriceInProse(page, subject)
  const [one] = typeof seen === "string" ? [] : seen
  if (one === undefined || one.atLeast === true || offers.some(({ currency }) => one.currency === null || currency === null || currency !== one.currency)) return offers
  const same = (a: number | null, b: number | null): boolean => a !== null && b !== null && Math.abs(a - b) < 0.01
  return offers.some((offer) => [offer.value, offer.otherwise].some((given) => same(given, one.value) || same(given, one.otherwise)))
    ? offers
    : [one, ...offers]
}

/**
 * The prices that a page gives for the subject, or in words why none can be taken: at a selector if there is one, else structured
 * data, else prose.
 */
export const readPrice = (page: Page, selector: string | null, subject: Subject | null): ReadonlyArray<PriceReading> | string => {
  if (selector === null) {
    const offers = fromOffers(page, subject)
    return offers === null ? readPriceInProse(page, subject) : typeof offers === "string" ? offers : withVisible(offers, page, subject)
  }
  if (subject !== null && pageSubject(page, subject) === "other") return `the page is not about “${subject.name.slice(0, 80)}”`
  return fromSelection(page, selector)
}
