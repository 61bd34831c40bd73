import { type Amount, findAmounts, type Numeral, readNumeral } from "@vedette/domain"

export interface StructuredPrice extends Numeral {
  /** The currency that a sign or code inside the value names (`279 €`); `$` for a dollar, null for none or one that is shared. */
  readonly mark: string | null
}

/** Longer than any price with its currency. */
const maxLength = 40

/** Whether a field says anything at all: templates leave empty ones behind. */
export const isStated = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === "string" && value.trim() === "")

const markOf = (amount: Amount | undefined): string | null =>
  amount?.currency === "USD" && !/US/iu.test(amount.printed) ? "$" : amount?.currency ?? null

/**
 * A price in structured data; null for what is none. A JSON number is a number. Text is a number by its spelling, and the
 * vocabularies' own (`1299.00`) is not the only one that shops write: `1.299` is 1299 in half of Europe, and taken for 1.299 it
 * would be below every limit. A text with two readings gives both, also with a sign beside it.
 */
export const structuredPrice = (value: unknown): StructuredPrice | null => {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? { value, otherwise: null, mark: null } : null
  if (typeof value !== "string" || value.length > maxLength) return null
  const text = value.trim()
  const [amount, ...others] = /^\d[\d.,'’\s]*$/u.test(text) ? [] : findAmounts(text)
  if (amount !== undefined && (others.length > 0 || !amount.marked || amount.percent || amount.scale !== null || amount.printed !== text)) return null
  const numeral = amount === undefined ? text : text.replace(/^\D+|\D+$/gu, "")
  // A field holds one number, so a space in it parts thousands and never two numbers, as it may in a sentence.
  const read = readNumeral(numeral.replace(/\s/gu, "\u00a0"))
  return read === null ? null : { ...read, mark: markOf(amount) }
}
