import { cutsWord } from "../cutsWord.ts"
import { type FoldedText, foldText } from "../foldText.ts"

export interface FoundWords {
  readonly start: number
  readonly end: number
}

const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu

/**
 * A test that every text with the words passes, and few others: folding a megabyte letter by letter takes a second, this some
 * milliseconds. Letters whose lower case depends on their neighbours (a final sigma) are left out of it.
 */
const mayContain = (needle: string): (text: string) => boolean => {
  const runs = needle.match(/[a-z0-9à-öø-ÿ]+/gu) ?? []
  const isPlain = /^[a-z0-9à-öø-ÿ\s!-/:-@[-`{-~]*$/u.test(needle)
  if (runs.length === 0 || !isPlain) return () => true
  const pattern = new RegExp(runs.join("[^a-z0-9à-öø-ÿ]+"), "u")
  return (text) => pattern.test(text.replace(invisible, "").normalize("NFKC").toLowerCase())
}

/**
 * Finds `words` in texts: whole words only, folded (`foldText`) and in any case; in offsets of the text as given. Null where they do
 * not stand.
 */
export const wordFinder = (words: string): (text: string) => FoundWords | null => {
  const needle = lowered(foldText(words)).text.trim()
  if (needle === "") return () => null
  const may = mayContain(needle)
  return (text) => {
    if (!may(text)) return null
    const hay = lowered(foldText(text))
    for (let at = hay.text.indexOf(needle); at >= 0; at = hay.text.indexOf(needle, at + 1)) {
      const end = at + needle.length
      if (!cutsWord(hay.text, at, end)) return { start: hay.starts[at] ?? 0, end: hay.ends[end - 1] ?? text.length }
    }
    return null
  }
}

/** Lower case letter by letter: a letter whose lower case is longer (`İ`) stays, or the offsets would shift. */
const lowered = (folded: FoldedText): FoldedText => ({
  ...folded,
  text: Array.from(folded.text, (char) => {
    const lower = char.toLowerCase()
    return lower.length === char.length ? lower : char
  }).join("")
})
