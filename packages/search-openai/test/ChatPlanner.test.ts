import { assert, it } from "@effect/vitest"
import { nothingKnown, Planner, Search, SearchError, SearchRateLimited, type SearchRequest, WebSearch } from "@vedette/domain"
import { FakeWeb, respond } from "@vedette/testkit"
import { saidInChat } from "@vedette/testkit/search"
import { chatServer } from "@vedette/testkit/stand-ins"
import { Bm25Retriever, WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ChatModel, ChatPlanner, OpenAiSearch } from "../src/index.ts"

const baseUrl = "https://model.example/v1"
const options = { baseUrl, apiKey: null, model: "small", price: null }
const web = (text: string) =>
  FakeWeb.layer.pipe(Layer.tap((context) =>
    FakeWeb.use((web) => web.serve(`${baseUrl}/chat/completions`, chatServer({ models: ["small"], answer: (asked) => asked.system.includes("queries") ? text : saidInChat({ verdict: "unclear", quotes: [] }, asked) })))
      .pipe(Effect.provideContext(context))
  ))
const request = (given: Partial<SearchRequest> = {}): SearchRequest => ({
  ...question,
  condition: null,
  sources: [],
  known: nothingKnown,
  earlierFindings: [],
  now,
  deadline: DateTime.makeUnsafe(60_000),
  ...given
})
const question = { searchQuery: "  Koda 2\n release ", conditionDescription: "it can be bought" }
const now = DateTime.makeUnsafe(0)
const plan = (text: string) =>
  Planner.use((planner) => planner.plan({ question, now, budget: { tokens: null, microUsd: null } })).pipe(
    Effect.provide(ChatPlanner.layer.pipe(Layer.provide(ChatModel.layer(options)), Layer.provide(web(text))))
  )

it.effect.each<[string, ReadonlyArray<string>]>([
  ["{\"queries\":[\"koda 2 buy\"]}", ["koda 2 buy"]],
  ["<think>The owner means the camera {\"queries\":[]}.</think>\n{\"queries\":[\"koda 2\"]}", ["koda 2"]],
  ["```json\n{\"queries\":[\" koda\\n2 \",\"koda 2\",\"\",\"b\",\"c\",\"d\"]}\n```", ["koda 2", "b", "c"]]
])("queries are lines, each once, three at most: %s", ([text, queries]) =>
  Effect.map(plan(text), (made) => assert.deepStrictEqual(made.queries, queries)))

it.effect.each(["koda 2", "{\"queries\":[]}", "{\"queries\":[\" \"]}", "[]"])("what is no plan is an error, and none is made up: %s", (text) =>
  Effect.map(Effect.flip(plan(text)), ({ reason }) => assert.strictEqual(reason._tag, "SearchAnswerUnusable")))

it.effect("without a plan the owner's own words are searched for", () =>
  Effect.gen(function*() {
    const searched: Array<string> = []
    const engine = Layer.succeed(WebSearch, WebSearch.of({
      costMicroUsd: null,
      search: ({ query }) => Effect.sync(() => (searched.push(query), []))
    }))
    const layer = OpenAiSearch.layer(options).pipe(
      Layer.provide([engine, Bm25Retriever.layer, WebPageReader.layer()]),
      Layer.provide(web("no plan"))
    )
    const error = yield* Effect.flip(Search.use((search) => search.judge(request())).pipe(Effect.provide(layer)))
    assert.deepStrictEqual(searched, ["Koda 2 release"])
    // Both turns of the planner and the search are counted, at a price that nobody knows.
    assert.deepInclude(error.usage, { modelCalls: 2, searches: 1, costMicroUsd: null })
  }))

it.effect("a query that its engine refuses takes nothing from what the others found, and is told; when all are refused, so is the run", () =>
  Effect.gen(function*() {
    const limited = new SearchError({ reason: new SearchRateLimited({ message: "The engine has had enough.", retryAfterMs: 60_000 }) })
    const found = "https://shop.example/koda-2"
    let works = ["koda 2 buy"]
    const engine = Layer.succeed(WebSearch, WebSearch.of({
      costMicroUsd: 0,
      search: ({ query }) => works.includes(query) ? Effect.succeed([{ url: found, title: "", snippet: "" }]) : Effect.fail(limited)
    }))
    const layer = OpenAiSearch.layer(options).pipe(
      Layer.provide([engine, Bm25Retriever.layer, WebPageReader.layer()]),
      Layer.provideMerge(web("{\"queries\":[\"koda 2\",\"koda 2 buy\",\"koda\"]}"))
    )
    yield* Effect.gen(function*() {
      const fake = yield* FakeWeb
      const search = yield* Search
      yield* fake.serve(found, respond.html("<p>A page of another thing altogether.</p>"))
      const judgement = yield* search.judge(request({ searchQuery: "zyx", conditionDescription: "zyx" }))
      assert.deepStrictEqual(judgement.degraded, ["2 of 3 searches failed: The engine has had enough."])
      assert.strictEqual(judgement.usage.searches, 3)
      // The page shares no word with the question, and is shown to the model all the same: it may be in another language.
      assert.strictEqual(judgement.judged, "model")
      works = []
      const error = yield* Effect.flip(search.judge(request({ searchQuery: "zyx", conditionDescription: "zyx" })))
      assert.deepInclude(error.reason, { _tag: "SearchRateLimited", retryAfterMs: 60_000 })
    }).pipe(Effect.provide(layer))
  }))

it.effect("no more is searched for than half of what the budget of the run has left, or one", () =>
  Effect.gen(function*() {
    const searched: Array<string> = []
    const engine = Layer.succeed(WebSearch, WebSearch.of({
      costMicroUsd: 5_000,
      search: ({ query }) => Effect.sync(() => (searched.push(query), []))
    }))
    const layer = OpenAiSearch.layer({ ...options, price: { input: 0, output: 0 } }).pipe(
      Layer.provide([engine, Bm25Retriever.layer, WebPageReader.layer()]),
      Layer.provide(web("{\"queries\":[\"a\",\"b\",\"c\"]}"))
    )
    yield* Effect.gen(function*() {
      const { judge } = yield* Search
      yield* Effect.flip(judge(request({ budget: { tokens: null, microUsd: 20_000 } })))
      assert.deepStrictEqual(searched, ["a", "b"])
      const error = yield* Effect.flip(judge(request({ budget: { tokens: null, microUsd: 4_999 } })))
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
      assert.lengthOf(searched, 2)
    }).pipe(Effect.provide(layer))
  }))
