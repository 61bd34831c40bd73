import { load } from "cheerio/slim"

/** Longer than any selector a person or a browser's inspector writes. */
const maxLength = 1_000

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gsu
/** What the selector engine reads more leniently than CSS: nothing at all, a combinator at either end, its own `<`. */
const lenient = /^\s*$|^\s*[>+~]|[>+~]\s*$|</u

/** Whether a text is a CSS selector that can be looked for. Of the engine's own making: what it cannot compile is none. */
export const isSelector = (text: string): boolean => {
  if (text.length > maxLength || lenient.test(text.replace(quoted, "\"\""))) return false
  try {
    // `find` and not `$(…)`: the latter takes a selector that looks like markup for markup.
    load("").root().find(text)
    return true
  } catch {
    return false
  }
}
