import { cutsWord } from "../cutsWord.ts"
import { isNegator } from "./protectedWord.ts"

/** A half-open range of a folded text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** `available` quoted out of `not available` is literal, and a lie. */
const followsNegator = (text: string, start: number): boolean => {
  const word = /([\p{L}']+)[ ]$/u.exec(text.slice(Math.max(0, start - 20), start))?.[1]
  return word !== undefined && isNegator(word)
}

/** Where a folded quote stands in a folded text from `from` on: whole words, and not torn off a negation. */
export const locateExact = (text: string, quote: string, from = 0): Span | null => {
  if (!/[\p{L}\p{N}]/u.test(quote)) return null
  for (let start = text.indexOf(quote, from); start >= 0; start = text.indexOf(quote, start + 1)) {
    const end = start + quote.length
    if (!cutsWord(text, start, end) && !followsNegator(text, start)) return { start, end }
  }
  return null
}
