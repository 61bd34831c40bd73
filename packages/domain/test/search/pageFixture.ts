import * as DateTime from "effect/DateTime"
import type { Offer, Page } from "../../src/ports/PageReader.ts"

export const readAt = DateTime.makeUnsafe("2026-11-20T12:00:00Z")
export const url = "https://shop.example/p"

/** Enough words that a page counts as one. */
export const filler = "A pair of headphones with soft cushions, thirty hours of battery and a case to carry them in."

/** A page whose text is its blocks, as a reader makes it. */
export const pageOf = (page: Partial<Page> = {}): Page => {
  const blocks = page.blocks ?? [filler]
  return {
    url,
    finalUrl: page.url ?? url,
    title: "Headphones",
    readAt,
    hash: `hash of ${blocks.join("|")}`,
    text: blocks.join("\n"),
    blocks,
    offers: [],
    selections: {},
    ...page
  }
}

export const offerOf = (offer: Partial<Offer> = {}): Offer => ({
  name: "Headphones",
  price: null,
  otherPrice: null,
  priceValidUntil: null,
  currency: null,
  availability: null,
  formats: ["json-ld"],
  conflicts: [],
  snippet: offer.price === undefined ? "\"availability\": \"InStock\"" : `"price": "${offer.price}"`,
  ...offer
})

export const selected = (selector: string, text: string) => ({ [selector]: { text, hash: `hash of ${text}` } })
