import { type ScannedAmount, scanAmounts } from "./scanAmounts.ts"

/**
 * A number that stands in a text and cannot be read, or null. Beside one, the number that can be read is not the only one:
 * `$1.29.9`, `Cable $19` must not cost 19. A scaled number is not read either (`1.5M` is not 1.5), unless its scale is the unit
 * that is asked for (`300 K`).
 */
export const unreadableAmount = (text: string, unit: string | null = null): ScannedAmount | null =>
  scanAmounts(text).find((amount) =>
    !amount.percent && (amount.numeral === null || (amount.scale !== null && amount.scale.toLowerCase() !== unit?.toLowerCase()))
  ) ?? null
