import { assert, it } from "@effect/vitest"
import { knownAfter, nothingKnown, Search, type SearchRequest, WebSearch } from "@vedette/domain"
import { FakeWeb, respond } from "@vedette/testkit"
import { saidInChat } from "@vedette/testkit/search"
import { chatServer } from "@vedette/testkit/stand-ins"
import { Bm25Retriever, WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { OpenAiSearch } from "../src/index.ts"

const baseUrl = "https://model.example/v1"
const shop = "https://shop.example/koda-2"

const search = OpenAiSearch.layer({ baseUrl, apiKey: null, model: "small", price: null }).pipe(
  Layer.provide([
    Layer.succeed(WebSearch, WebSearch.of({ costMicroUsd: 0, search: () => Effect.succeed([]) })),
    Bm25Retriever.layer,
    WebPageReader.layer()
  ]),
  Layer.provideMerge(FakeWeb.layer)
)

/** The looks at a page that never changes: who judged, and which date is the next. */
const looks = (sentence: string, ...instants: ReadonlyArray<string>) => looksFor("the Koda 2 can be bought in shops", sentence, instants)

const looksFor = (conditionDescription: string, sentence: string, instants: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const web = yield* FakeWeb
    yield* web.serve(shop, respond.html(`<h1>Koda 2</h1><p>${sentence}</p>`))
    yield* web.serve(`${baseUrl}/chat/completions`, chatServer({ models: ["small"], answer: (asked) => saidInChat({ verdict: "not_met", quotes: [sentence] }, asked) }))
    const search = yield* Search
    let known = nothingKnown
    const seen: Array<readonly [judged: string, next: string | null]> = []
    for (const instant of instants) {
      const now = DateTime.makeUnsafe(instant)
      const request: SearchRequest = {
        searchQuery: "Koda 2",
        conditionDescription,
        condition: null,
        sources: [shop],
        known,
        earlierFindings: [],
        now,
        deadline: DateTime.add(now, { minutes: 1 })
      }
      const judgement = yield* search.judge(request)
      known = knownAfter(known, judgement, false, now)
      seen.push([judgement.judged, judgement.nextDateAt === null ? null : DateTime.formatIso(judgement.nextDateAt).slice(0, 10)])
    }
    return seen
  }).pipe(Effect.provide(search))

it.effect("a page that stands still is judged anew when the date on it has come, and when it is over", () =>
  Effect.gen(function*() {
    const seen = yield* looks(
      "The Koda 2 is in our shops from 1 December 2026.",
      "2026-11-20T10:00:00Z", "2026-11-30T23:00:00Z", "2026-12-01T00:05:00Z", "2026-12-01T01:00:00Z", "2026-12-02T00:05:00Z", "2027-05-01T00:00:00Z"
    )
    assert.deepStrictEqual(seen, [
      ["model", "2026-12-01"], ["not_judged", "2026-12-01"], ["model", "2026-12-02"], ["not_judged", "2026-12-02"], ["model", null], ["not_judged", null]
    ])
  }))

it.effect("a date in the question is one, too", () =>
  Effect.map(
    looksFor("the Koda 2 can be bought before 1 December 2026", "The Koda 2 is in our shops soon.", ["2026-11-20T10:00:00Z", "2026-11-30T23:00:00Z", "2026-12-01T00:05:00Z"]),
    (seen) => assert.deepStrictEqual(seen, [["model", "2026-12-01"], ["not_judged", "2026-12-01"], ["model", "2026-12-02"]])
  ))

it.effect("one without a date is judged once", () =>
  Effect.map(looks("The Koda 2 is in our shops soon.", "2026-11-20T10:00:00Z", "2027-11-30T23:00:00Z"), (seen) =>
    assert.deepStrictEqual(seen, [["model", null], ["not_judged", null]])))
