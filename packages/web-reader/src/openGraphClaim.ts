import type { Element } from "domhandler"
import { availabilityWord } from "./availabilityWord.ts"
import { currencyOf, maxSnippet, nameOf, type OfferClaim } from "./OfferClaim.ts"
import { saidCurrencies } from "./saidCurrencies.ts"
import { isStated, structuredPrice } from "./structuredPrice.ts"
import { validUntil } from "./validUntil.ts"

/** The properties by which shops give the price of a page's one product; `product:` is Facebook's, `og:` Pinterest's. */
const prices = [
  { amount: "product:sale_price:amount", currency: "product:sale_price:currency", end: "product:sale_price_dates:end" },
  { amount: "product:price:amount", currency: "product:price:currency", end: null },
  { amount: "og:price:amount", currency: "og:price:currency", end: null }
]
const availabilityNames = ["product:availability", "og:availability"]

/** What a page's `meta` elements say of its product; null where they say neither price nor availability. */
export const openGraphClaim = (metas: ReadonlyArray<Element>, html: string): OfferClaim | null => {
  const all = (name: string): ReadonlyArray<Element> =>
    metas.filter(({ attribs }) =>
      (attribs["property"] ?? attribs["name"])?.trim().toLowerCase() === name && isStated(attribs["content"])
    )
  const contentOf = (name: string): string | undefined => all(name)[0]?.attribs["content"]
  const stated = prices.find(({ amount }) => all(amount).length > 0)
  const amounts = stated === undefined ? [] : all(stated.amount)
  const availability = availabilityNames.flatMap(all)[0]
  const origin = amounts[0] ?? availability
  const available = availabilityWord(availability?.attribs["content"])
  if (origin === undefined || (amounts.length === 0 && available === null)) return null
  // A property given twice with different contents is a list of variants, and none of them is the page's price.
  const isOne = new Set(amounts.map(({ attribs }) => attribs["content"])).size === 1
  const price = isOne ? structuredPrice(amounts[0]?.attribs["content"]) : null
  const currencyNames = [...(stated === undefined ? [] : [stated.currency]), ...prices.map(({ currency }) => currency)]
  const currency = currencyNames.map((name) => currencyOf(contentOf(name))).find((code) => code !== null) ?? null
  return {
    format: "opengraph",
    name: nameOf(contentOf("og:title")),
    price: price === null ? null : { value: price.value, otherwise: price.otherwise },
    statesPrice: amounts.length > 0,
    currencies: saidCurrencies([currency], price?.mark ?? null),
    validUntil: typeof stated?.end === "string" ? validUntil(contentOf(stated.end)) : null,
    offeredFrom: null,
    offeredUntil: null,
    availability: available,
    snippet: html.slice(origin.startIndex ?? 0, (origin.endIndex ?? -1) + 1).slice(0, maxSnippet)
  }
}
