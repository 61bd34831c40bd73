import type { Amount } from "../amount/findAmounts.ts"
import { nameTokens } from "../identity/nameTokens.ts"
import type { Subject } from "../identity/Subject.ts"

/** `Orbit Phone 4 $799`: the number before it is the name's. */
const endsWithModel = (head: string, subject: Subject | null): boolean => {
  const tokens = nameTokens(head)
  return subject?.models.some((model) => model.every((word, index) => tokens[tokens.length - model.length + index]?.text === word)) === true
}

/** `279–300 USD` is no price; nor are `$279 99`, cents set apart, and `350 € 30 €`, where the sign between belongs to either. */
export const isRange = (text: string, amount: Amount, subject: Subject | null = null): boolean => {
  const head = text.slice(Math.max(0, amount.start - 20), amount.start)
  // "Koda 2 – $349": a name that ends with a number, and a price with a sign of its own.
  const isParted = /^\p{Sc}/u.test(amount.printed) && /\s[-–—]\s?$/u.test(head) && !/\p{Sc}\s?[\d.,]+\s?[-–—]\s?$/u.test(head)
  return (!isParted && !(/^\p{Sc}/u.test(amount.printed) && endsWithModel(head, subject)) && /\d\s?(?:[-–—]|to|bis|à|a)?\s?$/u.test(head)) ||
    // "350 € 30 €" are two prices, each with a sign of its own behind it.
    (/\p{Sc}$/u.test(amount.printed) ? /^\s?(?:[-–—]|to|bis|à|a)\s?\p{Sc}?\s?\d/u : /^\s?(?:[-–—]|to|bis|à|a)?\s?\p{Sc}?\s?\d/u).test(text.slice(amount.end, amount.end + 12).replace(/[-–—]\s?\d[\d.,]*\s?%/u, "%"))
}
