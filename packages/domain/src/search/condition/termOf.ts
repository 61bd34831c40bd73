import type { EntryMatch, Place, Term } from "./Condition.ts"
import { printCondition, printOf, printPlace } from "./printCondition.ts"

const matchOf = (matches: EntryMatch, place: Place): string => printCondition({ _tag: "Entry", place, matches })

/**
 * The name under which an observation of a term is remembered: the term with its source resolved and without its limit,
 * because what a page says (`price("https://…")` is 279) stays the same fact when its owner moves the limit.
 */
export const termOf = (term: Term, url: string): string => {
  const place: Place = { url, selector: term.place.selector }
  // What is looked for in a feed is the question itself, not a limit to what is found.
  if (term._tag === "Entry") return matchOf(term.matches, place)
  const name = `${term._tag.toLowerCase()}${printOf("of" in term ? term.of : null)}${printPlace(place)}`
  if (term._tag === "Status") return `${name} is ${term.is}`
  return term._tag === "Text" ? `${name} ${term.mode} ${JSON.stringify(term.text)}` : name
}
