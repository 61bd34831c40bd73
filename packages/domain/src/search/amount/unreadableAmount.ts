import { type ScannedAmount, scanAmounts } from "./scanAmounts.ts"

/**
 * A number that stands in a text and cannot be read, or null. Beside one, the number that can be read is not the only one:
 * `$1.29.9`, `Cable $19` must not cost 19.
 */
export const unreadableAmount = (text: string): ScannedAmount | null =>
  scanAmounts(text).find((amount) => amount.numeral === null && !amount.percent) ?? null
