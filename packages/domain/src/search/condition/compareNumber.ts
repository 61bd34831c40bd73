import type { Comparison } from "./Condition.ts"

const tests: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "==": (value, limit) => value === limit,
  "!=": (value, limit) => value !== limit
}

const words: Readonly<Record<Comparison, readonly [holds: string, fails: string]>> = {
  "<": ["below", "not below"],
  "<=": ["at most", "more than"],
  ">": ["above", "not above"],
  ">=": ["at least", "less than"],
  "==": ["as asked", "not"],
  "!=": ["not", "exactly"]
}

export interface ComparedNumber {
  readonly holds: boolean
  /** (value - limit) / |limit|; null for a limit of 0. */
  readonly distance: number | null
  /** "below", "more than": how the value stands to the limit, in words that go before the limit. */
  readonly words: string
}

/** A number against a limit. Exact: both come from decimal text, where equal amounts are equal doubles. */
export const compareNumber = (value: number, comparison: Comparison, limit: number): ComparedNumber => {
  const holds = tests[comparison](value, limit)
  const distance = (value - limit) / Math.abs(limit)
  return {
    holds,
    distance: Number.isFinite(distance) ? distance : null,
    words: words[comparison][holds ? 0 : 1]
  }
}
