/** What is kept around a quote, so that an alert can be checked after the page has changed. */
const maxPassageLength = 600

/** The piece of `text` around `start`..`end`: at most 600 characters, cut between words where it is cut. */
export const passageAround = (text: string, start: number, end: number): string => {
  const room = Math.max(0, maxPassageLength - (end - start))
  let from = Math.max(0, start - Math.floor(room / 2))
  let to = Math.min(text.length, from + maxPassageLength)
  while (from > 0 && from < start && /\S/u.test(text.charAt(from - 1))) from++
  while (to < text.length && to > end && /\S/u.test(text.charAt(to))) to--
  return text.slice(from, to).trim()
}
