import type { Element } from "domhandler"
import { availabilityWord } from "./availabilityWord.ts"
import { currencyOf, maxSnippet, nameOf, type OfferClaim, priceOf } from "./OfferClaim.ts"

/** The properties by which shops give price and stock of a page's one product; `product:` is Facebook's, `og:` Pinterest's. */
const priceNames = ["product:sale_price:amount", "product:price:amount", "og:price:amount"]
const currencyNames = ["product:sale_price:currency", "product:price:currency", "og:price:currency"]
const availabilityNames = ["product:availability", "og:availability"]

/** What a page's `meta` elements say of its product; null where they say neither price nor availability. */
export const openGraphClaim = (metas: ReadonlyArray<Element>, html: string): OfferClaim | null => {
  const first = (names: ReadonlyArray<string>): Element | undefined => {
    for (const name of names) {
      const found = metas.find(({ attribs }) => (attribs["property"] ?? attribs["name"])?.trim().toLowerCase() === name)
      if (found !== undefined) return found
    }
    return undefined
  }
  const price = first(priceNames)
  const availability = first(availabilityNames)
  const claim = {
    price: priceOf(price?.attribs["content"]),
    availability: availabilityWord(availability?.attribs["content"])
  }
  const origin = claim.price !== null ? price : claim.availability !== null ? availability : undefined
  if (origin === undefined) return null
  return {
    format: "opengraph",
    name: nameOf(first(["og:title"])?.attribs["content"]),
    currency: currencyOf(first(currencyNames)?.attribs["content"]),
    ...claim,
    snippet: html.slice(origin.startIndex ?? 0, (origin.endIndex ?? -1) + 1).slice(0, maxSnippet)
  }
}
