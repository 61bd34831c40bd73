import * as DateTime from "effect/DateTime"
import type { Availability, Offer, Page } from "../../ports/PageReader.ts"
import { otherDollar } from "../amount/currencyMarks.ts"
import { type Amount, findAmounts } from "../amount/findAmounts.ts"
import { priceRole } from "../amount/priceRole.ts"
import { unreadableAmount } from "../amount/unreadableAmount.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { isLabelOfOther } from "../identity/isLabelOfOther.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { accessoryWords, genericWords } from "../identity/otherThingWords.ts"
import { pageSubject, speaksForPage } from "../identity/pageSubject.ts"
import { relevantTo } from "../identity/relevantTo.ts"
import type { Subject } from "../identity/Subject.ts"
import { formatQuantity } from "./formatQuantity.ts"
import { isOfferedLater } from "./isOfferedLater.ts"
import { quoteAround } from "./quoteAround.ts"
import { selectionOf } from "./selectionOf.ts"

/** A price that a page gives, and how. */
export interface PriceReading {
  readonly kind: "structured" | "selected" | "prose"
  readonly value: number
  /** The other reading of an ambiguous number. */
  readonly otherwise: number | null
  readonly currency: string | null
  /** A currency is printed beside it, whether or not it can be told which. */
  readonly foreignMark: boolean
  /** Whether the thing that has this price can be had, where the same offer says so. */
  readonly availability: Availability | null
  /** Literal text of the page that shows it, or null. */
  readonly quote: string | null
  /** Where it comes from, in words. */
  readonly origin: string
}

/** `Orbit Phone 4 $799`: the number before it is the name's. */
const endsWithModel = (head: string, subject: Subject | null): boolean => {
  const tokens = nameTokens(head)
  return subject?.models.some((model) => model.every((word, index) => tokens[tokens.length - model.length + index]?.text === word)) === true
}

/** `279–300 USD` is no price; nor are `$279 99`, cents set apart, and `350 € 30 €`, where the sign between belongs to either. */
const isRange = (text: string, amount: Amount, subject: Subject | null = null): boolean => {
  const head = text.slice(Math.max(0, amount.start - 20), amount.start)
  // "Koda 2 – $349": a name that ends with a number, and a price with a sign of its own.
  const isParted = /^\p{Sc}/u.test(amount.printed) && /\s[-–—]\s?$/u.test(head) && !/\p{Sc}\s?[\d.,]+\s?[-–—]\s?$/u.test(head)
  return (!isParted && !(/^\p{Sc}/u.test(amount.printed) && endsWithModel(head, subject)) && /\d\s?(?:[-–—]|to|bis|à|a)?\s?$/u.test(head)) ||
    /^\s?(?:[-–—]|to|bis|à|a)?\s?\p{Sc}?\s?\d/u.test(text.slice(amount.end, amount.end + 8))
}

/** `$1.20 / 100 g` and `€89/night` are rates. */
const isRate = (text: string, amount: Amount): boolean => /^\s?\/\s?[\p{L}\p{N}]/u.test(text.slice(amount.end, amount.end + 4))

/** A price of another year is history, unless the year belongs to the thing's name. */
const isOfOtherYear = (block: string, page: Page, subject: Subject | null): boolean => {
  const now = DateTime.toPartsUtc(page.readAt).year
  return [...block.matchAll(/(?<![\p{L}\p{N}.,\p{Sc}])(?:19|20)\d\d(?![\p{L}\p{N}.,])/gu)].some(([year]) =>
    Number(year) !== now && subject?.words.has(year) !== true && page.title?.includes(year) !== true)
}

/** `Silicone sleeve` and `$19` below it: the price of what is sold for the thing, and not of the thing. */
const isOfAccessory = (block: string, before: string | undefined, subject: Subject | null): boolean => {
  const tokens = nameTokens(block)
  const label = before === undefined || findAmounts(before).length > 0 ? [] : nameTokens(before)
  return [...tokens, ...(label.length <= 4 ? label : [])].some(({ text }) => accessoryWords.has(text) && subject?.words.has(text) !== true)
}

/** `Shipping` above `$9.99`: a price without a word of its own has the role that the line above it gives. */
const isUnderRole = (block: string, before: string | undefined): boolean => {
  const words = (text: string): number => text.match(/\p{L}{2,}/gu)?.length ?? 0
  const label = before ?? ""
  return words(block) <= 1 && words(label) > 0 && words(label) <= 3 && findAmounts(label).length === 0 && !/\bfree\b/iu.test(label) && priceRole(label) !== null
}

/** `For $299 the Nova 3 offers the same`: a sentence that names another model speaks of that. */
const namesAnother = (block: string, subject: Subject | null): boolean => {
  const tokens = nameTokens(block)
  return subject !== null && tokens.length > 5 && tokens.some(({ apart, glued, text }, at) => {
    const name = tokens[at - 1]
    return at > 1 && !apart && !glued && /^\p{N}{1,3}$/u.test(text) && name?.capital === true && !subject.words.has(name.text) && !genericWords.has(name.text)
  })
}

/** Words in quotation marks are somebody else's. */
const isQuoted = (block: string): boolean => /^[“"„«‘].*\p{L}.*[”"“»’]/u.test(block)

/** Another dollar named anywhere on the page may be the one that its bare `$` means. */
const currencyOn = (page: Page, amount: Amount): string | null =>
  amount.currency === "USD" && !/US/i.test(amount.printed) && otherDollar.test(page.text) ? null : amount.currency

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
  const selection = selectionOf(page, selector)
  if (typeof selection === "string") return selection
  const { text } = selection
  if (page.kind === "json" && /^[[{]/.test(text)) return `${selector} leads to several values`
  const role = priceRole(text)
  if (role !== null) return `${selector} shows a number beside “${role}”, which is not what it costs now`
  const unreadable = unreadableAmount(text)
  if (unreadable !== null) return `${selector} shows ${unreadable.printed}, which is no number of a sure form`
  const amounts = findAmounts(text).filter((amount) => !amount.percent)
  const [amount] = amounts
  if (amount === undefined) return `${selector} shows no number`
  if (amounts.some((other) => other.value !== amount.value || other.currency !== amount.currency) || isRange(text, amount)) {
    return `${selector} shows several numbers`
  }
  if (/[-−–]\s?$/u.test(text.slice(0, amount.start))) return `${selector} shows a negative number`
  return [{
    kind: "selected",
    value: amount.value,
    otherwise: amount.otherwise,
    currency: currencyOn(page, amount),
    foreignMark: amount.marked,
    availability: null,
    quote: quoteAround(text, amount.start, amount.end),
    origin: selector
  }]
}

/** The blocks in which a price of the thing may stand, or in words why there are none. */
const speaking = (page: Page, subject: Subject | null): ReadonlyArray<string> | string => {
  const blocks = mainBlocks(page)
  if (subject === null) return blocks
  const own = pageSubject(page, subject)
  const named = blocks.map((block) => ({ block, match: matchSubject(block, subject) }))
  const naming = named.filter(({ block, match }) =>
    match === "same" && priceRole(block) === null && hedgeIn(block) === null && findAmounts(block).some((amount) => amount.marked)
  )
  if (naming.length > 0) return naming.map(({ block }) => block)
  if (own === "other" || own === "absent") return `the page is not about “${subject.name.slice(0, 80)}”`
  if (!speaksForPage(page, subject)) return `the page only mentions “${subject.name.slice(0, 80)}”`
  return named.filter(({ block, match }, index) =>
    match !== "other" && !namesAnother(block, subject) && !isUnderRole(block, named[index - 1]?.block) && !isLabelOfOther(named[index - 1]?.block, subject) && !isOfAccessory(block, named[index - 1]?.block, subject)
  ).map(({ block }) => block)
}

const fromProse = (page: Page, subject: Subject | null): ReadonlyArray<PriceReading> | string => {
  const speakingBlocks = speaking(page, subject)
  if (typeof speakingBlocks === "string") return speakingBlocks
  const plain = speakingBlocks.filter((block) =>
    priceRole(block) === null && hedgeIn(block) === null && !isQuoted(block) && !isOfOtherYear(block, page, subject)
  )
  const found = plain.flatMap((block) =>
    findAmounts(block)
      .filter((amount) => amount.marked && !amount.percent && !isRange(block, amount, subject) && !isRate(block, amount))
      .map((amount) => ({ block, amount }))
  )
  const unreadable = plain.map((block) => unreadableAmount(block)).find((amount) => amount?.marked === true)
  if (unreadable != null) return `the text shows ${unreadable.printed}, which is no price of a sure form`
  const [first] = found
  if (first === undefined) return "no price found: no structured data, and no clean price in the text"
  const { amount, block } = first
  const printed = [...new Set(found.map((other) => other.amount.printed))]
  if (found.some((other) => other.amount.value !== amount.value || other.amount.currency !== amount.currency)) {
    return `several prices in the text (${printed.slice(0, 5).join(", ")}), and nothing says which is meant`
  }
  return [{
    kind: "prose",
    value: amount.value,
    otherwise: amount.otherwise,
    currency: currencyOn(page, amount),
    foreignMark: true,
    availability: null,
    quote: quoteAround(block, amount.start, amount.end),
    origin: "the text"
  }]
}

/** A page whose one visible price is another than its data give is half-way through a change, or its data are not its own. */
const contradicted = (offers: ReadonlyArray<PriceReading>, page: Page, subject: Subject | null): string | null => {
  const seen = fromProse(page, subject)
  const [one] = typeof seen === "string" ? [] : seen
  if (one === undefined || offers.some(({ currency }) => one.currency === null || currency === null || currency !== one.currency)) return null
  const same = (a: number | null, b: number | null): boolean => a !== null && b !== null && Math.abs(a - b) < 0.01
  return offers.some((offer) => [offer.value, offer.otherwise].some((given) => same(given, one.value) || same(given, one.otherwise)))
    ? null
    : `its text shows ${formatQuantity(one.value, one.currency)}, its structured data ${formatQuantity(offers[0]?.value ?? 0, one.currency)}`
}

/**
 * The prices that a page gives for the subject, or in words why none can be taken: at a selector if there is one, else structured
 * data, else prose.
 */
export const readPrice = (page: Page, selector: string | null, subject: Subject | null): ReadonlyArray<PriceReading> | string => {
  if (selector === null) {
    const offers = fromOffers(page, subject)
    return offers === null ? fromProse(page, subject) : typeof offers === "string" ? offers : contradicted(offers, page, subject) ?? offers
  }
  if (subject !== null && pageSubject(page, subject) === "other") return `the page is not about “${subject.name.slice(0, 80)}”`
  return fromSelection(page, selector)
}
