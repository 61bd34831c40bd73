import { type Amount, findAmounts } from "./findAmounts.ts"
import { priceRole } from "./priceRole.ts"

/** English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Polish. */
const from = /(?<!\p{L})(?:starting (?:at|from)|from|ab|à partir de|dès|desde|a partir de|da|vanaf|från|fra|od)\s*$/iu
/** A price by the night or in instalments begins elsewhere. */
const rate = /^\s?(?:\/|per\b|pro\b|par\b|a (?:month|night|day|week)|monthly|each|pp\b|p\.p\.)/iu

/** The price that a line says the thing's prices begin at: `From $799`, `£9.50 – £44.00`; null where it says none. Nothing costs less. */
export const lowestPrice = (line: string): Amount | null => {
  const amounts = findAmounts(line).filter((amount) => amount.marked && !amount.percent && amount.scale === null && amount.value > 0)
  for (const [index, amount] of amounts.entries()) {
    const before = line.slice(amounts[index - 1]?.end ?? 0, amount.start)
    const behind = line.slice(amount.end, amount.end + 20)
    const next = amounts[index + 1]
    const isRange = next !== undefined && priceRole(line) === null && next.value > amount.value && next.currency === amount.currency && /^\s?(?:[-–—]|to|bis)\s?$/iu.test(line.slice(amount.end, next.start))
    if ((from.test(before) || isRange) && !rate.test(behind) && priceRole(before.replace(from, "")) === null) return amount
  }
  return null
}
