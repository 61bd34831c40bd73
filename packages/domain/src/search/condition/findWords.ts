import { cutsWord } from "../cutsWord.ts"
import { type FoldedText, foldText } from "../foldText.ts"

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
