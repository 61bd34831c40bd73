import { assert, describe, it } from "@effect/vitest"
import { nothingKnown, PageUnavailable, Search, WebSearch } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { PageSearch } from "../src/index.ts"
import { libraryOf, pageOf } from "./libraryOf.ts"

const [right, other, down] = ["https://a.example/koda-2", "https://b.example/koda-2-max", "https://c.example/"]
const library = libraryOf({
  [right]: { ...pageOf(right, ["Koda 2", "Price: $279.00", "A pair of headphones with soft cushions and thirty hours of battery."]), title: "Koda 2" },
  [other]: { ...pageOf(other, ["Koda 2 Max", "Price: $199.00", "A larger pair of headphones with soft cushions and sixty hours of battery."]), title: "Koda 2 Max" },
  [down]: new PageUnavailable({ message: "The site had an error (500)." })
})

const judge = (found: ReadonlyArray<string>, condition: string | null, searchQuery = "Koda 2 price", costMicroUsd: number | null = 0) =>
  Search.use((search) =>
    search.judge({
      searchQuery,
      conditionDescription: "",
      condition,
      sources: [],
      known: nothingKnown,
      earlierFindings: [],
      now: DateTime.makeUnsafe(0),
      deadline: DateTime.makeUnsafe(60_000)
    })
  ).pipe(
    Effect.provide(PageSearch.layer),
    Effect.provide(library.layer),
    Effect.provide(Layer.succeed(WebSearch, WebSearch.of({
      costMicroUsd,
      search: () => Effect.succeed(found.map((url) => ({ url, title: url, snippet: "" })))
    })))
  )

describe("a task that names no page, where there is a search", () => {
  it.effect("is judged on the pages found that are about the thing asked for, and on no other", () =>
    Effect.gen(function*() {
      const judgement = yield* judge([other, right, down], "price < 250 USD")
      assert.strictEqual(judgement.verdict, "not_met")
      assert.deepStrictEqual(judgement.sources.map(({ uri }) => uri), [right])
      assert.strictEqual(judgement.usage.searches, 1)
      assert.strictEqual((yield* judge([right], "price < 300 USD")).verdict, "met")
    }))

  it.effect("is unclear where none is, where nothing is found, and where the question names no thing", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* judge([other], "price < 300 USD")).verdict, "unclear")
      assert.strictEqual((yield* judge([], "price < 300 USD")).verdict, "unclear")
      assert.strictEqual((yield* judge([right], "price < 300 USD", "cheap headphones")).verdict, "unclear")
    }))

  it.effect("counts its search, at the engine's price or as one that nobody knows", () =>
    Effect.gen(function*() {
      for (const [price, condition] of [[5_000, "price < 300 USD"], [null, "price < 300 USD"], [5_000, null]] as const) {
        assert.deepInclude((yield* judge([right], condition, "Koda 2 price", price)).usage, { searches: 1, costMicroUsd: price })
      }
    }))

  it.effect("free text gets leads from what was found", () =>
    Effect.gen(function*() {
      const judgement = yield* judge([right], null, "Koda 2 battery")
      assert.strictEqual(judgement.judged, "not_judged")
      assert.isNotEmpty(judgement.quotes)
    }))
})
