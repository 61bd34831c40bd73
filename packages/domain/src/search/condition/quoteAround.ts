/** Enough for a sentence and its neighbour; an alert shows quotes whole. */
const maxQuoteLength = 240

/** A literal piece of `text` around `start`..`end`, cut between words, at most 240 characters (or the piece itself). */
export const quoteAround = (text: string, start: number, end: number): string => {
  if (text.length <= maxQuoteLength) return text.trim()
  const room = Math.max(0, Math.floor((maxQuoteLength - (end - start)) / 2))
  let from = Math.max(0, start - room)
  let to = Math.min(text.length, end + room)
  while (from > 0 && from < start && /\S/.test(text.charAt(from - 1))) from++
  while (to < text.length && to > end && /\S/.test(text.charAt(to))) to--
  return text.slice(from, to).trim()
}
