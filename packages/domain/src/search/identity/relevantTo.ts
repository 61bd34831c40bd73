import type { Page } from "../../ports/PageReader.ts"
import { matchSubject } from "./matchSubject.ts"
import { nameTokens } from "./nameTokens.ts"
import { pageSubject } from "./pageSubject.ts"
import type { Subject } from "./Subject.ts"

/**
 * Those of a page's things that are the one asked for, or in words why none is. A thing without a name is the page's own. Where none
 * of the names says it, and none denies it, all are kept: the owner named the page.
 */
export const relevantTo = <Thing extends { readonly name: string | null }>(
  things: ReadonlyArray<Thing>,
  page: Page,
  subject: Subject | null
): ReadonlyArray<Thing> | string => {
  if (subject === null || things.length === 0) return things
  const own = pageSubject(page, subject)
  const matched = things.map((thing) => ({
    thing,
    match: thing.name === null ? own : matchSubject(thing.name, subject)
  }))
  const same = matched.filter(({ match }) => match === "same")
  if (same.length > 0) return same.map(({ thing }) => thing)
  if (matched.every(({ match }) => match === "unknown")) return things
  const [other] = things
  // A page about `The Paper Lanterns at the Velodrome` calls its one event `The Paper Lanterns`. A model's name is never shortened so.
  const shortened = own === "same" && things.length === 1 && subject.models.length === 0 && subject.variants.length === 0 && other?.name != null &&
    nameTokens(other.name).every(({ text }) => subject.words.has(text))
  if (shortened) return things
  return `it speaks of “${(other?.name ?? page.title ?? "something else").slice(0, 80)}”, and “${subject.name.slice(0, 80)}” was asked for`
}
