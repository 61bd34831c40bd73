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

it.effect("the same question gives the same passages", () =>
  Effect.gen(function*() {
    assert.deepStrictEqual(yield* retrieve(5), yield* retrieve(5))
  }))

it.effect.each([["another language", "Wann gibt es wieder welche?"], ["stop words", "is it in the"]] as const)(
  "where nothing shares a word with the question (%s), the pages' beginnings stand for them, each page's in turn",
  ([_why, question]) =>
    Effect.gen(function*() {
      const passages = yield* retrieve(5, 10_000, question)
      assert.deepStrictEqual(passages.map(({ uri }) => uri.slice(8, 9)), ["a", "a", "a", "b", "c"])
      assert.isTrue(passages[0]?.text.startsWith("Kettles\nThe kettle"))
    })
)

const lastOf = (blocks: ReadonlyArray<string>, question: string) => {
  const filler = (word: string) => Array.from({ length: 30 }, () => `${word} `.repeat(150))
  return Retriever.use((retriever) =>
    retriever.retrieve({ question, pages: [page("https://a.example", [...filler("shop"), ...blocks, ...filler("menu")])], limit: 1, maxChars: 10_000 })
  ).pipe(Effect.provide(Bm25Retriever.layer), Effect.map(([passage]) => passage?.text ?? ""))
}

it.effect.each([
  ["Chinese", "小米手机什么时候有货", "小米14 Pro：现在有货，价格为3999元。"],
  ["Japanese", "東京公演のチケットが発売されたら", "コンサート情報。東京公演のチケットは5月1日に発売されます。"],
  ["Korean", "아이폰은 재고가 있나요", "아이폰이 입고되었습니다."],
  ["Thai", "บัตรคอนเสิร์ตขายเมื่อไร", "เปิดจำหน่ายบัตรคอนเสิร์ตแล้ว"],
  ["two scripts in one word", "iPhone15の在庫", "新型iPhone15、在庫あり"]
] as const)("a word is found where nothing parts it from its neighbours: %s", ([_script, question, block]) =>
  Effect.gen(function*() {
    assert.include(yield* lastOf([block], question), block)
  }))
