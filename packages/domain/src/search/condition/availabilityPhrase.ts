import type { Availability } from "../../ports/PageReader.ts"

/**
 * What a short text says of availability, as a whole: `In stock`, `Availability: Sold out.`, `Only 3 left in stock`.
 * Anchored on both ends, because a word more can turn it over: `not in stock`, `in stock soon`, `tell me when in stock`.
 */
const phrases: ReadonlyArray<readonly [Availability, RegExp]> = [
  ["in_stock", /^(?:now |currently |back |yes,? )?(?:in stock|available)(?: now| online| again)?(?: \(?\d{1,5}\)?)?$/],
  ["in_stock", /^(?:only )?\d{1,5} (?:left )?in stock$/],
  ["in_stock", /^(?:auf lager|sofort lieferbar|en stock|disponible)$/],
  ["sold_out", /^(?:currently |temporarily |now )?(?:sold out|out of stock|unavailable|not available|not in stock)(?: online)?$/],
  ["sold_out", /^(?:ausverkauft|nicht auf lager|épuisé|agotado|rupture de stock)$/],
  ["preorder", /^(?:now )?(?:available (?:for|to) )?pre-?order(?: now)?$/],
  ["preorder", /^(?:vorbestellbar|vorbestellen|précommande)$/]
]

export const availabilityPhrase = (text: string): Availability | null => {
  const phrase = text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()
    .replace(/^(?:availability|stock|status|verfügbarkeit) ?: ?/, "").replace(/[.!•✓✔]+$/u, "").trim()
  // Longer texts are sentences, and sentences hedge.
  if (phrase.length > 40) return null
  return phrases.find(([, pattern]) => pattern.test(phrase))?.[0] ?? null
}
