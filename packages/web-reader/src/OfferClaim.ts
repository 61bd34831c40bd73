import type { Numeral, Offer, StockLevel } from "@vedette/domain"
import type * as DateTime from "effect/DateTime"

/** What one format of one page says about one thing on sale. */
export interface OfferClaim {
  readonly format: Offer["formats"][number]
  readonly name: string | null
  readonly price: Numeral | null
  /** A price is stated, whether or not it can be read. An offer with an unreadable price is still one: no other may stand for it. */
  readonly statesPrice: boolean
  /** All that are said of the price; more than one is a contradiction. */
  readonly currencies: ReadonlyArray<string>
  /** The end that the page itself sets to the price. */
  readonly validUntil: DateTime.Utc | null
  /** The beginning that the page itself sets to the sale. */
  readonly offeredFrom: DateTime.Utc | null
  /** The end that it sets to the sale. */
  readonly offeredUntil: DateTime.Utc | null
  readonly availability: StockLevel | null
  /** One of several ways into the same event. */
  readonly oneOf?: boolean
  /** Literal source, at most `maxSnippet` characters. */
  readonly snippet: string
}

/** The port's limit for `Offer.snippet`. */
export const maxSnippet = 300

/** A name longer than this is a description that stands in the wrong field. */
const maxName = 300

export const nameOf = (value: unknown): string | null => {
  if (typeof value !== "string") return null
  const name = value.replace(/\s+/g, " ").trim()
  return name === "" ? null : name.slice(0, maxName)
}

export const currencyOf = (value: unknown): string | null => {
  const code = typeof value === "string" ? value.trim().toUpperCase() : ""
  return /^[A-Z]{3}$/.test(code) ? code : null
}
