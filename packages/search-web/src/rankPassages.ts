import { type Page, speaksToMachine } from "@vedette/domain"
import * as Effect from "effect/Effect"
import MiniSearch from "minisearch"

export interface Lead {
  readonly text: string
  readonly uri: string
  /** Share of the question's words that stand in the passage, 0..1. */
  readonly coverage: number
}

/** Leads given for one question: what an owner looks through. */
const maxLeads = 5
/** Longer lines are cut: a lead is a sentence or two to be quoted, not a page. */
const maxPassage = 400
/** Passages indexed for one question, shared evenly by its pages. 5,000 take half a second. */
const maxPassages = 5_000
/** Indexed between two turns of the event loop, so that a lease's heartbeat is not held up. */
const chunkSize = 200
/** Words of the question that are looked for; the rest would only make each passage look less like it. */
const maxWords = 64

/** Words that stand in every text and are in no question's favour. */
const stopWords = new Set(
  ("a an and are as at be been but by can could did do does for from had has have how if in into is it its me of on or our " +
    "please so tell than that the their then there they this to was we were what when where which who why will with would you your")
    .split(" ")
)

const wordsOf = (text: string): ReadonlyArray<string> =>
  [...new Set(text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu) ?? [])]

const passagesOf = (page: Page, limit: number): ReadonlyArray<string> => {
  const passages: Array<string> = []
  for (const block of page.blocks) {
    // Nobody who is told of a lead is to read what a page says to the machine that reads it.
    if (speaksToMachine(block)) continue
    for (let rest = block; rest !== "" && passages.length < limit;) {
      const space = rest.length > maxPassage ? rest.lastIndexOf(" ", maxPassage) : -1
      const end = rest.length <= maxPassage ? rest.length : space > 0 ? space : maxPassage
      passages.push(rest.slice(0, end))
      rest = rest.slice(end).trimStart()
    }
    if (passages.length >= limit) break
  }
  return [...new Set(passages)]
}

/** The passages of the pages that speak of the question, best first by BM25+. Nothing is claimed about what they say. */
export const rankPassages = Effect.fnUntraced(function*(question: string, pages: ReadonlyArray<Page>) {
  const words = wordsOf(question).filter((word) => !stopWords.has(word)).slice(0, maxWords)
  if (words.length === 0 || pages.length === 0) return []
  const limit = Math.ceil(maxPassages / pages.length)
  const passages = pages.flatMap((page) => passagesOf(page, limit).map((text) => ({ text, uri: page.url })))
  const index = new MiniSearch<{ readonly id: number; readonly text: string }>({
    fields: ["text"],
    tokenize: (text) => [...wordsOf(text)],
    // The tokens are lower case already.
    processTerm: (word) => word
  })
  yield* Effect.promise(() => index.addAllAsync(passages.map(({ text }, id) => ({ id, text })), { chunkSize }))
  // Whole words only: a prefix or a near spelling turns "XM4" into "XM5", and a lead should not need excuses.
  const found = index.search(words.join(" "), { tokenize: (text) => text.split(" "), prefix: false, fuzzy: false })
  return found.slice(0, maxLeads).flatMap((result): ReadonlyArray<Lead> => {
    const passage = passages[result.id as number]
    return passage === undefined ? [] : [{ ...passage, coverage: Math.min(1, result.queryTerms.length / words.length) }]
  })
})
