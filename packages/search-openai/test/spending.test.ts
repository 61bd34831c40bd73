import { assert, describe, it } from "@effect/vitest"
import { nothingKnown, type RunBudget, Search, WebSearch } from "@vedette/domain"
import { FakeWeb, type Responder, respond } from "@vedette/testkit"
import { saidInChat } from "@vedette/testkit/search"
import { chatServer } from "@vedette/testkit/stand-ins"
import { Bm25Retriever, WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { OpenAiSearch } from "../src/index.ts"

const baseUrl = "https://model.example/v1"
const page = "https://koda.example/2"
const sentence = "The Koda 2 is in our shops from today."

const searching = (costMicroUsd: number | null, queries: Array<string> = []) =>
  OpenAiSearch.layer({ baseUrl, apiKey: null, model: "small", price: { input: 1, output: 2 } }).pipe(
    Layer.provide([
      Layer.succeed(WebSearch, WebSearch.of({
        costMicroUsd,
        search: ({ query }) => Effect.sync(() => (queries.push(query), [{ url: page, title: "Koda", snippet: "", publishedAt: null }]))
      })),
      Bm25Retriever.layer,
      WebPageReader.layer()
    ]),
    Layer.provideMerge(FakeWeb.layer)
  )

const server = (verdict: Responder): Responder => {
  const whole = chatServer({
    models: ["small"],
    answer: (asked) => asked.system.includes("queries") ? `{"queries":["koda 2","koda 2 shop","koda 2 release"]}` : saidInChat({ verdict: "met", quotes: [sentence] }, asked)
  })
  return (request) => request.body?.includes("FENCE") === true ? verdict(request) : whole(request)
}

const judging = Effect.fnUntraced(function*(verdict: Responder, budget: RunBudget, sources: ReadonlyArray<string> = []) {
  const web = yield* FakeWeb
  yield* web.serve(page, respond.html(`<h1>Koda 2</h1><p>${sentence}</p>`))
  yield* web.serve(`${baseUrl}/chat/completions`, server(verdict))
  const now = yield* DateTime.now
  return yield* Effect.flip(Search.use(({ judge }) =>
    judge({
      searchQuery: "Koda 2",
      conditionDescription: "the Koda 2 can be bought in shops",
      condition: null,
      sources,
      known: nothingKnown,
      earlierFindings: [],
      now,
      deadline: DateTime.add(now, { minutes: 1 }),
      budget
    })
  ))
})

describe("a run by a chat model", () => {
  const queries: Array<string> = []
  it.effect("searches for half of its money at most, the most telling first", () =>
    Effect.gen(function*() {
      const error = yield* judging(respond.status(500), { tokens: null, microUsd: 40_000 })
      assert.strictEqual(error.reason._tag, "SearchUnavailable")
      assert.deepStrictEqual(queries, ["koda 2", "koda 2 shop"])
      assert.strictEqual(error.usage?.searches, 2)
    }).pipe(Effect.provide(searching(8_000, queries))))

  it.effect("makes none where it has money for none", () =>
    Effect.gen(function*() {
      const error = yield* judging(respond.status(500), { tokens: null, microUsd: 7_000 })
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
      assert.include(error.message, "budget")
      assert.deepInclude(error.usage, { modelCalls: 1, searches: 0 })
    }).pipe(Effect.provide(searching(8_000))))

  it.effect("whose search has no known price has not got its budget back", () =>
    Effect.gen(function*() {
      // 900 are for the plan and little more: the verdict would take more than what is left.
      const error = yield* judging(respond.status(500), { tokens: null, microUsd: 1_700 })
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
      assert.isNull(error.usage?.costMicroUsd)
    }).pipe(Effect.provide(searching(null))))

  it.effect("that its deadline cuts off counts the call under way with all that it may have cost", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      const fiber = yield* Effect.forkChild(judging(respond.never(), { tokens: 50_000, microUsd: null }))
      while ((yield* web.requests).filter(({ request }) => request.body?.includes("FENCE")).length === 0) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* TestClock.adjust("1 minute")
      const error = yield* Fiber.join(fiber)
      assert.strictEqual(error.reason._tag, "SearchTimedOut")
      // The plan, and a verdict of 2,000 tokens at most with what it was asked.
      assert.deepInclude(error.usage, { modelCalls: 2, searches: 3, pages: 1 })
      assert.isAbove(error.usage?.tokens ?? 0, 2_500)
      assert.isAbove(error.usage?.costMicroUsd ?? 0, 2 * 2_000)
    }).pipe(Effect.provide(searching(0))))

  it.effect("that its deadline cuts off while a page is read has cost what was done before", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      const slow = "https://slow.example/"
      yield* web.serve(slow, respond.never())
      const fiber = yield* Effect.forkChild(judging(respond.never(), { tokens: 50_000, microUsd: null }, [slow]))
      while ((yield* web.open) === 0) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* TestClock.adjust("1 minute")
      assert.deepInclude((yield* Fiber.join(fiber)).usage, { modelCalls: 0, tokens: 0, costMicroUsd: 0 })
    }).pipe(Effect.provide(searching(0))))
})
