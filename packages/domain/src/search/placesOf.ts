import type { Condition, Place } from "./condition/Condition.ts"

/** A URL that judging a condition needs, and the selectors wanted there: a request to the `PageReader`. */
export interface NeededPage {
  readonly url: string
  readonly selectors: ReadonlyArray<string>
}

const placesIn = (condition: Condition): ReadonlyArray<Place> => {
  switch (condition._tag) {
    case "And":
    case "Or":
      return condition.operands.flatMap(placesIn)
    case "Not":
      return placesIn(condition.operand)
    default:
      return [condition.place]
  }
}

/**
 * What has to be read to judge a condition: each URL once, in the order in which the condition names them, with all selectors
 * that any term wants there. A source of the task that no term asks for is not needed.
 */
export const placesOf = (condition: Condition, sources: ReadonlyArray<string>): ReadonlyArray<NeededPage> => {
  const needed = new Map<string, Set<string>>()
  for (const place of placesIn(condition)) {
    for (const url of place.url === null ? sources : [place.url]) {
      const selectors = needed.get(url) ?? new Set()
      if (place.selector !== null) selectors.add(place.selector)
      needed.set(url, selectors)
    }
  }
  return [...needed].map(([url, selectors]) => ({ url, selectors: [...selectors] }))
}
