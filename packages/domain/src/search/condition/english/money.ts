import { findAmounts } from "../../amount/findAmounts.ts"

/** Pounds are also a weight and `¥` two currencies: neither is certain. */
const moneyAsWritten = (text: string): { readonly limit: number; readonly currency: string | null } | null => {
  const [amount, ...others] = findAmounts(text)
  if (amount === undefined || others.length > 0 || amount.percent) return null
  // The sentence is English, and so is its comma: `1,300 EUR`. With the sign behind it, `1,299 €`, the writer may not be.
  const isGrouped = /^[^\d.]*[1-9]\d{0,2}(?:,\d{3})+(?: ?\p{Lu}{3})?$/u.test(amount.printed)
  if ((amount.otherwise !== null && !isGrouped) || amount.printed !== text || (amount.marked && amount.currency === null)) return null
  return { limit: amount.value, currency: amount.currency }
}

const dollars = new Set(["CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD"])

/** `$300 USD` and `USD $300` name one currency twice; `$300 CAD` says which dollar it is; `€300 CAD` names two, and stays uncertain. */
const moneyNamedTwice = (text: string): ReturnType<typeof moneyAsWritten> => {
  const [, sign = "", code = ""] = /^(\p{Sc}.*\d) ?([A-Z]{3})$/u.exec(text) ?? []
  const [, codeFirst = "", signNext = ""] = /^([A-Z]{3}) ?(\p{Sc}.*\d)$/u.exec(text) ?? []
  const limit = moneyAsWritten(sign + signNext)
  const named = code + codeFirst
  if (limit !== null && (sign + signNext).startsWith("$") && dollars.has(named)) return { ...limit, currency: named }
  return limit?.currency === named ? limit : null
}

/** `300 usd` is `300 USD`, but `zł` is not `ZŁ`: as written first. */
export const money = (text: string) => {
  const upper = text.toUpperCase()
  return moneyAsWritten(text) ?? moneyAsWritten(upper) ?? moneyNamedTwice(upper)
}
