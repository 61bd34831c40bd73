import type { Condition, Place } from "./Condition.ts"
import { printPlace } from "./printCondition.ts"

type Term = Exclude<Condition, { readonly _tag: "And" | "Or" | "Not" }>

/**
 * The name under which an observation of a term is remembered: the term with its source resolved and without its limit,
 * because what a page says (`price("https://…")` is 279) stays the same fact when its owner moves the limit.
 */
export const termOf = (term: Term, url: string): string => {
  const place: Place = { url, selector: term.place.selector }
  const name = `${term._tag.toLowerCase()}${printPlace(place)}`
  return term._tag === "Text" ? `${name} ${term.mode} ${JSON.stringify(term.text)}` : name
}
