import type { Availability, Offer } from "@vedette/domain"

/** What one format of one page says about one thing on sale. */
export interface OfferClaim {
  readonly format: Offer["formats"][number]
  readonly name: string | null
  readonly price: number | null
  readonly currency: string | null
  readonly availability: Availability | null
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

/**
 * A price in structured data. The vocabularies want `1299.00`; shops also write signs, codes and thousands' marks. What can be
 * read in two ways (`1.299 €`, `1,299`) is null: the other formats or the text may say it plainly.
 */
export const priceOf = (value: unknown): number | null => {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : null
  if (typeof value !== "string" || value.length > 40) return null
  const text = value.trim()
  if (/^\d{1,12}(?:\.\d{1,12})?$/.test(text)) return Number(text)
  const digits = text.replace(/[\s\u00a0'’]|\p{L}{1,3}\.?|\p{Sc}/gu, "")
  if (/^\d{1,3}(?:,\d{3})*\.\d{2}$/.test(digits)) return Number(digits.replaceAll(",", ""))
  if (/^\d{1,3}(?:\.\d{3})*,\d{2}$/.test(digits)) return Number(digits.replaceAll(".", "").replace(",", "."))
  return /^\d{1,12}(?:[.,]\d{1,2})?$/.test(digits) ? Number(digits.replace(",", ".")) : null
}
