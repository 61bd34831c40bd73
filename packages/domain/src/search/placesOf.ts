import type { Condition, Term } from "./condition/Condition.ts"

/** A URL that judging a condition needs, and the selectors wanted there: a request to the `PageReader`. */
export interface NeededPage {
  readonly url: string
  readonly selectors: ReadonlyArray<string>
  /** Entries are wanted: of the feed that the URL is, or that its page names. */
  readonly feed?: boolean
}

const termsIn = (condition: Condition): ReadonlyArray<Term> => {
  switch (condition._tag) {
    case "And":
    case "Or":
      return condition.operands.flatMap(termsIn)
    case "Not":
      return termsIn(condition.operand)
    default:
      return [condition]
  }
}

/**
 * What has to be read to judge a condition: each URL once, in the order in which the condition names them, with all selectors
 * that any term wants there. A source of the task that no term asks for is not needed.
 */
export const placesOf = (condition: Condition, sources: ReadonlyArray<string>): ReadonlyArray<NeededPage> => {
  const needed = new Map<string, Set<string>>()
  const feeds = new Set<string>()
  for (const term of termsIn(condition)) {
    for (const url of term.place.url === null ? sources : [term.place.url]) {
      const selectors = needed.get(url) ?? new Set()
      if (term.place.selector !== null) selectors.add(term.place.selector)
      if (term._tag === "Entry") feeds.add(url)
      needed.set(url, selectors)
    }
  }
  return [...needed].map(([url, selectors]) => ({ url, selectors: [...selectors], ...(feeds.has(url) ? { feed: true } : {}) }))
}
