import { type Page, type Passage, Retriever } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import MiniSearch from "minisearch"

/** A passage is a paragraph or so: enough for a sentence and what it is about. Longer blocks are cut between words. */
const maxPassage = 900
/** Neighbouring short blocks go together: a price and the name above it are two blocks of one statement. */
const joinBelow = 300
/** Passages indexed for one question, shared evenly by its pages. */
const maxIndexed = 5_000
/** Indexed between two turns of the event loop, so that a lease's heartbeat is not held up. */
const chunkSize = 200
const maxWords = 64

const stopWords = new Set(
  ("a an and are as at be been but by can could do does for from had has have how if in into is it its me of on or our please so tell " +
    "than that the their then there they this to was we were what when where which who why will with would you your").split(" ")
)

/** Scripts that put no space between words, and Hangul, which puts particles behind them: a word found there is a sentence. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/u
const runs = new RegExp(`(${unspaced.source})`, "u")

/** Every two neighbours, as search engines do without a dictionary: 有货 is found in 现在有货. */
const pairsOf = (run: string): ReadonlyArray<string> => {
  const characters = Array.from(run)
  return characters.length < 2 ? [run] : characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}

const wordsOf = (text: string): ReadonlyArray<string> => {
  const words = text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:[.,'’-][\p{L}\p{M}\p{N}]+)*/gu) ?? []
  return [...new Set(words.flatMap((word) => unspaced.test(word) ? word.split(runs).flatMap((part) => unspaced.test(part) ? pairsOf(part) : part === "" ? [] : part) : word))]
}

const cutAt = (text: string): number => {
  if (text.length <= maxPassage) return text.length
  const space = text.lastIndexOf(" ", maxPassage)
  return space > 0 ? space : maxPassage
}

/** Literal pieces of the page's text: blocks are joined by the newline that joins them there. */
const passagesOf = (page: Page, limit: number): ReadonlyArray<string> => {
  const passages: Array<string> = []
  let open = ""
  const close = () => {
    if (open !== "") passages.push(open)
    open = ""
  }
  for (const block of page.blocks) {
    if (passages.length >= limit) break
    if (open.length + block.length < joinBelow) {
      open = open === "" ? block : `${open}\n${block}`
      continue
    }
    close()
    for (let rest = block; rest !== "";) {
      const end = cutAt(rest)
      passages.push(rest.slice(0, end))
      rest = rest.slice(end).trimStart()
    }
  }
  close()
  return passages.slice(0, limit)
}

interface Ranked extends Passage {
  readonly id: number
}

/** The first of every page, then the second of every page, and so on. */
const inTurns = (passages: ReadonlyArray<Ranked>): ReadonlyArray<Ranked> => {
  const taken = new Map<string, number>()
  return passages.map((passage) => {
    const place = taken.get(passage.uri) ?? 0
    taken.set(passage.uri, place + 1)
    return { passage, place }
  }).sort((a, b) => a.place - b.place).map(({ passage }) => passage)
}

const rank = Effect.fnUntraced(function*(question: string, pages: ReadonlyArray<Page>) {
  const words = wordsOf(question).filter((word) => !stopWords.has(word)).slice(0, maxWords)
  if (pages.length === 0) return []
  const share = Math.ceil(maxIndexed / pages.length)
  const seen = new Set<string>()
  const passages = pages.flatMap((page) => passagesOf(page, share).map((text) => ({ uri: page.url, text })))
    // Menus and footers stand on every page of a site.
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .map((passage, id): Ranked => ({ ...passage, id }))
  const index = new MiniSearch<Ranked>({ fields: ["text"], tokenize: (text) => [...wordsOf(text)], processTerm: (word) => word })
  yield* Effect.promise(() => index.addAllAsync(passages, { chunkSize }))
  const found = index.search(words.join(" "), { tokenize: (text) => text.split(" "), prefix: true, fuzzy: false })
  // Not a word in common: they are in two languages, or the question names nothing. That is for whoever reads it to say.
  return found.length === 0 ? inTurns(passages) : found.flatMap(({ id }) => passages[id as number] ?? [])
})

/** The best of every page first, then the rest by rank: a page that repeats the question's words must not crowd out one that answers it. */
const fairly = (ranked: ReadonlyArray<Ranked>): ReadonlyArray<Ranked> => {
  const pages = new Set<string>()
  const first = ranked.filter(({ uri }) => !pages.has(uri) && pages.add(uri))
  return [...first, ...ranked.filter((passage) => !first.includes(passage))]
}

/** `Retriever` by BM25+ (MiniSearch), in memory, for one question at a time. */
const layer: Layer.Layer<Retriever> = Layer.succeed(Retriever, Retriever.of({
  retrieve: Effect.fn("Bm25Retriever.retrieve")(function*({ limit, maxChars, pages, question }) {
    const chosen: Array<Ranked> = []
    let room = maxChars
    for (const passage of fairly(yield* rank(question, pages))) {
      if (chosen.length === limit) break
      if (passage.text.length > room) continue
      room -= passage.text.length
      chosen.push(passage)
    }
    // In reading order: a model follows a page better than a ranking, and the same passages make the same prompt.
    return chosen.sort((a, b) => a.id - b.id).map(({ text, uri }): Passage => ({ uri, text }))
  })
}))

export const Bm25Retriever = { layer }
