import type { Page } from "../../ports/PageReader.ts"
import { matchSubject } from "./matchSubject.ts"
import { nameTokens } from "./nameTokens.ts"
import { genericWords } from "./otherThingWords.ts"
import { pageSubject } from "./pageSubject.ts"
import type { Subject } from "./Subject.ts"

/** Of several things that all bear the name, those that have most of the other words that were asked for: the `Strider 3 in Clay`. */
const closest = <Thing extends { readonly name: string | null }>(things: ReadonlyArray<Thing>, subject: Subject): ReadonlyArray<Thing> => {
  if (things.length < 2) return things
  const words = [...subject.words].filter((word) => !genericWords.has(word))
  const shared = things.map(({ name }) => {
    const own = new Set(nameTokens(name ?? "").map(({ text }) => text))
    return words.filter((word) => own.has(word)).length
  })
  const most = Math.max(...shared)
  const nearest = things.filter((_, index) => shared[index] === most)
  // `Fjell 40 Backpack` beside a `Fjell 40 Backpack Rain Cover`: where one has the name and no word more, the others are sold for it.
  const exact = nearest.filter(({ name }) => name !== null && nameTokens(name).every(({ text }) => subject.words.has(text)))
  return exact.length > 0 ? exact : nearest
}

/** A thing whose name begins or ends the page's own title is the page's own: `Paper Lanterns` on “Paper Lanterns at Union Hall, Leeds”. */
const isOwn = (name: string, page: Page): boolean => {
  const names = [name, name.split(/ – | \(/u)[0] ?? name].map((one) => nameTokens(one).map(({ text }) => text)).filter((words) => words.length > 1)
  return [page.title ?? "", ...page.headings ?? []].some((heading) => {
    const tokens = nameTokens(heading)
    return names.some((words) => [0, tokens.length - words.length].some((from) => words.every((word, index) => tokens[from + index]?.text === word)))
  })
}

/** A page that is headed by the `Koda 2` is not that of the `Koda 2 Max`, which it may name further down: what has no name there is not its. */
const isHeadedByShorter = (page: Page, subject: Subject): boolean => {
  const own = pageSubject(page, subject)
  return own === "unknown" && subject.variants.length > 0 && (page.headings ?? []).some((heading) => matchSubject(heading, { ...subject, variants: [] }) === "same")
}

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
  const own = isHeadedByShorter(page, subject) ? "other" : pageSubject(page, subject)
  const matched = things.map((thing) => ({
    thing,
    match: thing.name === null ? own : matchSubject(thing.name, subject)
  })).map(({ match, thing }) =>
    ({ thing, match: match === "absent" && own === "same" && subject.models.length === 0 && thing.name !== null && isOwn(thing.name, page) ? own : match })
  )
  const same = matched.filter(({ match }) => match === "same")
  if (same.length > 0) return closest(same.map(({ thing }) => thing), subject)
  if (matched.every(({ match }) => match === "unknown")) return things
  const [other] = things
  // A page about `The Paper Lanterns at the Velodrome` calls its one event `The Paper Lanterns`. A model's name is never shortened so.
  const shortened = own === "same" && things.length === 1 && subject.models.length === 0 && subject.variants.length === 0 && other?.name != null &&
    nameTokens(other.name).every(({ text }) => subject.words.has(text))
  if (shortened) return things
  return `it speaks of “${(other?.name ?? page.title ?? "something else").slice(0, 80)}”, and “${subject.name.slice(0, 80)}” was asked for`
}
