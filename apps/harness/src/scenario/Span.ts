/** A stretch of virtual time in words: `0s`, `90s`, `1h 30m`, `2d`. Units `ms s m h d`, largest first, each at most once. */
export type Span = string

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const units = [["d", day], ["h", hour], ["m", minute], ["s", second], ["ms", 1]] as const

const grammar = /^(?:\d+d)?(?: ?\d+h)?(?: ?\d+m(?!s))?(?: ?\d+s)?(?: ?\d+ms)?$/

/**
 * Milliseconds of a span. Throws on anything the grammar does not have: a scenario with a mistyped time would run, and
 * show something else than it says.
 */
export const spanMs = (span: Span): number => {
  const text = span.trim()
  const parts = [...text.matchAll(/(\d+)(ms|[dhms])/g)]
  if (text !== span || parts.length === 0 || !grammar.test(text)) {
    throw new RangeError(`"${span}" is no span of time; write it like "1h 30m", "45s" or "0s"`)
  }
  return parts.reduce((sum, [, digits, unit]) => sum + Number(digits) * (units.find(([name]) => name === unit)?.[1] ?? 0), 0)
}

/** The span in words: `1h 30m`. */
export const spanText = (ms: number): Span => {
  const parts: Array<string> = []
  let rest = Math.round(ms)
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count}${unit}`)
  }
  return parts.length === 0 ? "0s" : parts.join(" ")
}
