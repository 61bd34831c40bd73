import type { Span } from "./locateExact.ts"
import { isNegator } from "./protectedWord.ts"

interface Word extends Span {
  readonly text: string
}

const articles = new Set(["a", "an", "the"])
/** `a few` is some, `few` is hardly any. */
const articleMatters = new Set(["few", "little", "lot", "bit"])
/** One article in so many words may differ: a copyist's slip. A quote of fewer words must have them all. */
const wordsPerSlip = 8

// `?` is in neither: a question is not a statement. Nor are signs of currency, `%`, `+`, `-` and `/`.
const leading = new Set("\"'([{,.;:!")
const trailing = new Set("\"')]},.;:!")

const wordsOf = (text: string): ReadonlyArray<Word> =>
  [...text.matchAll(/[^ ]+/g)].flatMap((match) => {
    let start = match.index
    let end = start + match[0].length
    while (start < end && leading.has(text.charAt(start))) start++
    while (end > start && trailing.has(text.charAt(end - 1))) end--
    return start === end ? [] : [{ text: text.slice(start, end), start, end }]
  })

const skippable = (words: ReadonlyArray<Word>, at: number): boolean =>
  articles.has(words[at]?.text ?? "") && !articleMatters.has(words[at + 1]?.text ?? "")

const matchAt = (page: ReadonlyArray<Word>, at: number, quote: ReadonlyArray<Word>): number | null => {
  let slips = Math.floor(quote.length / wordsPerSlip)
  let p = at
  let q = 0
  while (q < quote.length) {
    if (page[p]?.text === quote[q]?.text) {
      p++
      q++
      continue
    }
    if (slips === 0) return null
    slips--
    const inPage = skippable(page, p)
    const inQuote = skippable(quote, q)
    if (!inPage && !inQuote) return null
    if (inPage) p++
    if (inQuote) q++
  }
  return p
}

/**
 * A quote whose every word stands in the page in the same order and case, with punctuation at the words' edges ignored and,
 * in a long quote, a slipped article. No other word may differ: there is no list of the words that are safe to replace.
 */
export const locateNearly = (text: string, quote: string): Span | null => {
  const wanted = wordsOf(quote)
  const [first] = wanted
  // Two words without their punctuation are found by accident.
  if (first === undefined || wanted.length < 3) return null
  const page = wordsOf(text)
  for (let at = 0; at < page.length; at++) {
    if (page[at]?.text !== first.text || isNegator(page[at - 1]?.text ?? "")) continue
    const end = matchAt(page, at, wanted)
    const last = end === null ? undefined : page[end - 1]
    const start = page[at]
    if (last !== undefined && start !== undefined) return { start: start.start, end: last.end }
  }
  return null
}
