import { assert, it } from "@effect/vitest"
import { type Page, Retriever } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { Bm25Retriever } from "../src/index.ts"

const page = (url: string, blocks: ReadonlyArray<string>): Page => ({
  url,
  finalUrl: url,
  title: null,
  readAt: DateTime.makeUnsafe(0),
  hash: url,
  text: blocks.join("\n"),
  blocks: [...blocks],
  offers: [],
  selections: {}
})
const pages = [
  page("https://a.example", ["Kettles", "The kettle is in stock.", "x ".repeat(900), ...Array.from({ length: 40 }, (_, n) => `Kettle stock number ${n}. ${"word ".repeat(70)}`)]),
  page("https://b.example", ["Shop", "A kettle is sold here, and its stock is low.", "Imprint"]),
  page("https://c.example", ["Nothing of the kind."])
]
const retrieve = (limit: number, maxChars = 10_000, question = "kettle in stock") =>
  Retriever.use((retriever) => retriever.retrieve({ question, pages, limit, maxChars })).pipe(Effect.provide(Bm25Retriever.layer))

it.effect("a passage is a literal piece of its page", () =>
  Effect.gen(function*() {
    const passages = yield* retrieve(20)
    assert.isNotEmpty(passages)
    for (const { text, uri } of passages) assert.include(pages.find(({ url }) => url === uri)?.text, text)
  }))

it.effect("each page that speaks of the question has a passage, and no other", () =>
  Effect.gen(function*() {
    assert.deepStrictEqual([...new Set((yield* retrieve(2)).map(({ uri }) => uri))], ["https://a.example", "https://b.example"])
  }))

it.effect("limit and characters bound what comes back", () =>
  Effect.gen(function*() {
    assert.lengthOf(yield* retrieve(3), 3)
    const passages = yield* retrieve(20, 500)
    assert.isAtMost(passages.reduce((sum, { text }) => sum + text.length, 0), 500)
    assert.isNotEmpty(passages)
  }))

it.effect("the same question gives the same passages, and one of stop words none", () =>
  Effect.gen(function*() {
    assert.deepStrictEqual(yield* retrieve(5), yield* retrieve(5))
    assert.isEmpty(yield* retrieve(5, 10_000, "is it in the"))
  }))
