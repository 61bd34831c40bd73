/** Scripts that write words without spaces: there, what stands beside a match says nothing about where a word ends. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const wordLetter = /[\p{L}\p{N}_]/u

const joined = (a: string, b: string): boolean =>
  wordLetter.test(a) && wordLetter.test(b) && !unspaced.test(a) && !unspaced.test(b)

/**
 * Whether a match in a folded text ends inside a word or a number. `available` does not stand in `unavailable`, nor
 * `refundable` in `non-refundable`, `can` in `can't`, `300` in `1,300`, `300.50`, `-300`, `300-400` or `300%`.
 */
export const cutsWord = (text: string, start: number, end: number): boolean => {
  const head = text.slice(Math.max(0, start - 2), start)
  const tail = text.slice(end, end + 2)
  const first = text.charAt(start)
  const last = text.charAt(end - 1)
  const numberBefore = /\d/.test(first) && (/\d[.,']$/.test(head) || /(?:^|[^\p{L}\p{N}])-$/u.test(head))
  const numberAfter = /\d/.test(last) && (/^[.,']\d/.test(tail) || tail.startsWith("%"))
  const hyphen = /[\p{L}\p{N}]-$/u.test(head) || /^-[\p{L}\p{N}]/u.test(tail) || /^'t/i.test(tail)
  return hyphen || joined(head.slice(-1), first) || joined(last, tail.charAt(0)) || numberBefore || numberAfter
}
