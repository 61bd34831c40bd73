import type { Page } from "../../ports/PageReader.ts"
import type { Amount } from "../amount/findAmounts.ts"

const english = new Set(["USD", "GBP", "CAD", "AUD", "NZD"])

/** `$3.199` on a page in English is three dollars and a fraction: there the point parts no thousands. */
export const settledBy = (page: Page, amount: Amount): Amount =>
  amount.otherwise !== null && /^en(?:-|$)/u.test(page.lang ?? "") && english.has(amount.currency ?? "") && /^\D+\d{1,3}\.\d{3}$/u.test(amount.printed)
    ? { ...amount, value: amount.otherwise, otherwise: null }
    : amount
