import { type FoldedText, foldText } from "../foldText.ts"

/** Scripts that write words without spaces: there, what stands beside a match says nothing about where a word ends. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const wordLetter = /[\p{L}\p{N}_]/u

const joined = (a: string, b: string): boolean =>
  wordLetter.test(a) && wordLetter.test(b) && !unspaced.test(a) && !unspaced.test(b)

/**
 * Whether a match ends inside a word or a number. `available` does not stand in `unavailable`, nor `300` in `1,300`,
 * `300.50`, `-300` or `300%`.
 */
export const cutsWord = (text: string, start: number, end: number): boolean => {
  const head = text.slice(Math.max(0, start - 2), start)
  const tail = text.slice(end, end + 2)
  const first = text.charAt(start)
  const last = text.charAt(end - 1)
  const numberBefore = /\d/.test(first) && (/\d[.,']$/.test(head) || /(?:^|[^\p{L}\p{N}])-$/u.test(head))
  const numberAfter = /\d/.test(last) && (/^[.,']\d/.test(tail) || tail.startsWith("%"))
  return joined(head.slice(-1), first) || joined(last, tail.charAt(0)) || numberBefore || numberAfter
}

/**
 * Where `words` stand in a text, whole words only, folded (`foldText`) and in any case; in offsets of the text as given.
 * Null where they do not.
 */
export const findWords = (
  text: string,
  words: string
): { readonly start: number; readonly end: number } | null => {
  const needle = lowered(foldText(words)).text.trim()
  if (needle === "") return null
  const hay = lowered(foldText(text))
  for (let at = hay.text.indexOf(needle); at >= 0; at = hay.text.indexOf(needle, at + 1)) {
    const end = at + needle.length
    if (!cutsWord(hay.text, at, end)) return { start: hay.starts[at] ?? 0, end: hay.ends[end - 1] ?? text.length }
  }
  return null
}

/** Lower case letter by letter: a letter whose lower case is longer (`İ`) stays, or the offsets would shift. */
const lowered = (folded: FoldedText): FoldedText => ({
  ...folded,
  text: Array.from(folded.text, (char) => {
    const lower = char.toLowerCase()
    return lower.length === char.length ? lower : char
  }).join("")
})
