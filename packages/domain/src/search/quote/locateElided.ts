import { locateExact, type Span } from "./locateExact.ts"
import { isProtected } from "./protectedWord.ts"

const ellipsis = / ?(?:\[\.\.\.\]|\(\.\.\.\)|\.\.\.) ?/u
/** Shorter parts stand anywhere: `the show … is off` must not be gathered from half a page. */
const shortestPart = 10
/** What is left out between two parts, at most: a clause. */
const longestGap = 160
/** Ways to place the first part that are tried; a phrase that a page repeats more often is no sentence of it. */
const mostStarts = 20

const longEnough = (part: string): boolean => part.length >= shortestPart && part.includes(" ")

/** What was left out must stay inside the sentence and hold nothing that could have changed it. */
const harmless = (left: string, gap: string): boolean =>
  gap.length <= longestGap && !/[.!?:;|]$/u.test(left) && !/[.!?:;|](?:\s|$)/u.test(gap) &&
  !gap.split(" ").some((word) => word !== "" && isProtected(word))

/**
 * A quote with `…`, `...` or `[...]` in it: its parts in order, each long enough, with nothing left out between them but a clause
 * without numbers, names, negators or modals. Stricter than an honest author needs: what is left out is where splices hide.
 */
export const locateElided = (text: string, quote: string): Span | null => {
  const parts = quote.split(ellipsis).map((part) => part.trim()).filter((part) => part !== "")
  const [first, ...rest] = parts
  if (first === undefined || parts.join("") === quote) return null
  if (rest.length === 0) return locateExact(text, first)
  if (!parts.every(longEnough)) return null
  let start = locateExact(text, first)
  for (let tries = 0; start !== null && tries < mostStarts; tries++) {
    let end = start.end
    let left = first
    const found = rest.every((part) => {
      const next = locateExact(text.slice(0, end + longestGap + part.length + 1), part, end)
      if (next === null || !harmless(left, text.slice(end, next.start))) return false
      end = next.end
      left = part
      return true
    })
    if (found) return { start: start.start, end }
    start = locateExact(text, first, start.start + 1)
  }
  return null
}
