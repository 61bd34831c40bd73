import type { Numeral } from "./readNumeral.ts"
import { type ScannedAmount, scanAmounts } from "./scanAmounts.ts"

/** A number in a text, with the currency printed beside it. */
export interface Amount extends Numeral, Omit<ScannedAmount, "numeral"> {}

/** The numbers of a text in reading order. Those inside words (`A4`, `iPhone15`) and those of no sure form are left out. */
export const findAmounts = (text: string): ReadonlyArray<Amount> =>
  scanAmounts(text).flatMap(({ numeral, ...amount }) => numeral === null ? [] : [{ ...amount, ...numeral }])
