import * as DateTime from "effect/DateTime"
import type { Page } from "../../ports/PageReader.ts"
import { type Amount, findAmounts } from "../amount/findAmounts.ts"
import { isOneNumber } from "../amount/isOneNumber.ts"
import { lowestPrice } from "../amount/lowestPrice.ts"
import { priceRole } from "../amount/priceRole.ts"
import { reducedPrice } from "../amount/reducedPrice.ts"
import { unreadableAmount } from "../amount/unreadableAmount.ts"
import { withoutTerm } from "../amount/withoutTerm.ts"
import { hedgeIn } from "../identity/hedgeIn.ts"
import { isLabelOfOther } from "../identity/isLabelOfOther.ts"
import { mainBlocks } from "../identity/mainBlocks.ts"
import { matchSubject } from "../identity/matchSubject.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import { accessoryWords, genericWords } from "../identity/otherThingWords.ts"
import { pageSubject, speaksForPage } from "../identity/pageSubject.ts"
import type { Subject } from "../identity/Subject.ts"
import { currencyOn } from "./currencyOn.ts"
import { isRange } from "./isRange.ts"
import type { PriceReading } from "./PriceReading.ts"
import { quoteAround } from "./quoteAround.ts"
import { settledBy } from "./settledBy.ts"

/** `$1.20 / 100 g` and `€89/night` are rates. */
const isRate = (text: string, amount: Amount): boolean => /^\s?\/\s?[\p{L}\p{N}]/u.test(text.slice(amount.end, amount.end + 4))

/** `Any 2 for £3.00`: what several cost. */
const isForSeveral = (text: string, amount: Amount): boolean =>
  /(?<![\p{L}\p{N}.,])(?:[2-9]|[1-9]\d) (?:for|für|pour|por|per|voor|za)\s*$/iu.test(text.slice(Math.max(0, amount.start - 20), amount.start))

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
const isUnderRole = (block: string, before: string | undefined, page: Page): boolean => {
  // `Candle 12 oz` above it is the thing's name.
  if (before !== undefined && page.headings?.includes(before) === true) return false
  const words = (text: string): number => text.match(/\p{L}{2,}/gu)?.length ?? 0
  const label = before ?? ""
  return words(block) <= 1 && words(label) > 0 && words(label) <= 3 && findAmounts(label).length === 0 && !/\bfree\b/iu.test(label) && priceRole(label) !== null
}

/** `For $299 the Nova 3 offers the same`: a sentence that names another model speaks of that. */
const namesAnother = (block: string, subject: Subject | null): boolean => {
  const tokens = nameTokens(block)
  return subject !== null && tokens.some(({ apart, glued, text }, at) => {
    const name = tokens[at - 1]
    // `Norden H7`, where the `Norden H9` was asked for.
    if (glued && /^\p{N}{1,4}$/u.test(text) && name?.capital === true && subject.words.has(tokens[at - 2]?.text ?? "")) return !subject.words.has(text)
    return tokens.length > 5 && at > 1 && !apart && !glued && /^\p{N}{1,3}$/u.test(text) && name?.capital === true && !subject.words.has(name.text) && !genericWords.has(name.text)
  })
}

/** What is said in front of a price of anything. */
const priceWords = new Set(
  ("one time once single purchase price prices cost costs now only just our today sale special deal offer buy get yours your the this it is for at new in stock total and with usd eur gbp cad aud chf jpy vat tax incl inkl excl " +
    "preis nur jetzt kaufen für prix maintenant seulement precio ahora solo prezzo ora prijs nu pris nå cena ticket tickets admission entry standard item product retail store online add cart basket buy").split(" ")
)

/** The words by which a page names its own thing: those of its title and headings. */
const ownWords = (page: Page): ReadonlySet<string> =>
  new Set([page.title ?? "", ...page.headings ?? []].flatMap((heading) => nameTokens(heading).map(({ text }) => text)))

/** `Coverage $149`: what the sentence names in front of its price has that price, unless it is the thing in its own words. */
const isOfElse = (block: string, amount: Pick<Amount, "start" | "end">, own: ReadonlySet<string>, subject: Subject | null): boolean => {
  const [, kind] = /^\s?([\p{L}-]+) (?:price|preis|prix)(?!\p{L})/iu.exec(block.slice(amount.end, amount.end + 40)) ?? []
  if (kind !== undefined && !priceWords.has(kind.toLowerCase())) return true
  const head = subject === null ? "" : block.slice(0, amount.start).split(/[.!?:|•]\s|\s[–—-]\s/u).at(-1) ?? ""
  return subject !== null && nameTokens(head).some(({ text }) =>
    /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{2}/u.test(text) && !own.has(text) && !subject.words.has(text) && !priceWords.has(text) && !genericWords.has(text)
  ) && matchSubject(block, subject) !== "same"
}

/** Words in quotation marks are somebody else's. */
const isQuoted = (block: string): boolean => /^[“"„«‘].*\p{L}.*[”"“»’]/u.test(block)

/** The blocks in which a price of the thing may stand, or in words why there are none. */
const speaking = (page: Page, subject: Subject | null): ReadonlyArray<string> | string => {
  const blocks = mainBlocks(page).map(withoutTerm)
  if (subject === null) return blocks
  const own = pageSubject(page, subject)
  const named = blocks.map((block) => ({ block, match: matchSubject(block, subject) }))
  const naming = named.filter(({ block, match }) =>
    match === "same" && (reducedPrice(block, subject.words) !== null || (priceRole(block) === null && hedgeIn(block) === null && findAmounts(block).some((amount) => amount.marked)))
  )
  if (naming.length > 0) return naming.map(({ block }) => block)
  if (own === "other" || own === "absent") return `the page is not about “${subject.name.slice(0, 80)}”`
  if (!speaksForPage(page, subject)) return `the page only mentions “${subject.name.slice(0, 80)}”`
  return named.filter(({ block, match }, index) =>
    match !== "other" && !namesAnother(block, subject) && !isUnderRole(block, named[index - 1]?.block, page) && !isLabelOfOther(named[index - 1]?.block, subject) && !isOfAccessory(block, named[index - 1]?.block, subject)
  ).map(({ block }) => block)
}

const readingOf = ({ amount: printed, block }: { readonly amount: Amount; readonly block: string }, page: Page): PriceReading => {
  const amount = settledBy(page, printed)
  return {
    kind: "prose",
    value: amount.value,
    otherwise: amount.otherwise,
    currency: currencyOn(page, amount),
    foreignMark: true,
    availability: null,
    quote: quoteAround(block, amount.start, amount.end),
    origin: "the text"
  }
}

/** Where the thing's prices begin, where none is given; the lowest of several, whichever of its forms is meant. */
const beginningIn = (blocks: ReadonlyArray<string>, page: Page, subject: Subject | null): ReadonlyArray<PriceReading> | null => {
  const found = blocks.flatMap((block) => {
    const amount = hedgeIn(block) !== null || isQuoted(block) || isOfOtherYear(block, page, subject) ? null : lowestPrice(block)
    return amount === null || isOfElse(block, amount, ownWords(page), subject) ? [] : [{ block, amount }]
  })
  const lowest = found.reduce<(typeof found)[number] | null>((least, one) => least === null || one.amount.value < least.amount.value ? one : least, null)
  return lowest === null || found.some(({ amount }) => amount.currency !== lowest.amount.currency) ? null : [{ ...readingOf(lowest, page), atLeast: true }]
}

/** The one clean price in what the page itself says of the subject, or in words why there is none. */
export const readPriceInProse = (page: Page, subject: Subject | null): ReadonlyArray<PriceReading> | string => {
  const speakingBlocks = speaking(page, subject)
  if (typeof speakingBlocks === "string") return speakingBlocks
  const reduced = speakingBlocks.flatMap((block) => {
    const amount = isQuoted(block) ? null : reducedPrice(block, subject?.words)
    return amount === null ? [] : [{ block, amount }]
  })
  const reducedBlocks = new Set(reduced.map(({ block }) => block))
  const plain = speakingBlocks.filter((block) =>
    !reducedBlocks.has(block) && priceRole(block) === null && hedgeIn(block) === null && !isQuoted(block) && !isOfOtherYear(block, page, subject)
  )
  const own = ownWords(page)
  const found = [
    ...reduced,
    ...plain.flatMap((block) =>
      findAmounts(block)
        .filter((amount) => amount.marked && !amount.percent && !isRange(block, amount, subject) && !isRate(block, amount) && !isForSeveral(block, amount) && !isOfElse(block, amount, own, subject))
        .map((amount) => ({ block, amount: isOneNumber(block, amount) ? { ...amount, otherwise: null } : amount }))
    )
  ]
  const unreadable = plain.flatMap((block) => {
    const amount = unreadableAmount(block)
    return amount?.marked === true && !isOfElse(block, amount, own, subject) ? [amount] : []
  })[0]
  if (unreadable !== undefined) return `the text shows ${unreadable.printed}, which is no price of a sure form`
  const [first] = found
  if (first === undefined) return beginningIn(speakingBlocks, page, subject) ?? "no price found: no structured data, and no clean price in the text"
  const { amount, block } = first
  const printed = [...new Set(found.map((other) => other.amount.printed))]
  if (found.some((other) => other.amount.value !== amount.value || other.amount.currency !== amount.currency)) {
    return `several prices in the text (${printed.slice(0, 5).join(", ")}), and nothing says which is meant`
  }
  return [readingOf({ amount, block }, page)]
}
