import { assert, describe, it } from "@effect/vitest"
import { nothingKnown, type RunBudget, Search } from "@vedette/domain"
import { FakeWeb, type Responder, respond } from "@vedette/testkit"
import { saidByGemini } from "@vedette/testkit/search"
import { geminiServer, googleError } from "@vedette/testkit/stand-ins"
import { WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { GeminiSearch } from "../src/index.ts"

const baseUrl = "https://gemini.example"
const page = "https://koda.example/2"
const sentence = "The Koda 2 is in our shops from today."
const price = { input: 1, output: 2, search: 14 }

const searching = GeminiSearch.layer({ apiKey: Redacted.make("AIza"), fallbackApiKey: null, model: "m", baseUrl, price }).pipe(
  Layer.provide(WebPageReader.layer()),
  Layer.provideMerge(FakeWeb.layer)
)
const whole = geminiServer({ models: ["m"], keys: ["AIza"], answer: (asked) => saidByGemini({ verdict: "met", quotes: [sentence] }, asked, [page]) })
const half: Responder = () => Effect.succeed({ headers: { "content-type": "application/json" }, body: "{\"status\":\"comp" })

/** Judges once; the first call is answered by itself. */
const judging = Effect.fnUntraced(function*(first: Responder, budget: RunBudget, later: Responder = whole) {
  const web = yield* FakeWeb
  let calls = 0
  yield* web.serve(page, respond.html(`<h1>Koda 2</h1><p>${sentence}</p>`))
  yield* web.serve(`${baseUrl}/v1beta/interactions`, (request) => calls++ === 0 ? first(request) : later(request))
  const now = yield* DateTime.now
  const { judge } = yield* Search
  const outcome = yield* Effect.result(judge({
    searchQuery: "Koda 2",
    conditionDescription: "the Koda 2 can be bought in shops",
    condition: null,
    sources: [],
    known: nothingKnown,
    earlierFindings: [],
    now,
    deadline: DateTime.add(now, { minutes: 2 }),
    budget
  }))
  return { calls, outcome }
})

describe("a run by Gemini", () => {
  it.effect.each<[string, RunBudget]>([["tokens", { tokens: 25_000, microUsd: null }], ["money", { tokens: null, microUsd: 120_000 }]])(
    "whose first answer breaks off asks once more in prose, within a small budget of %s",
    ([, budget]) =>
      Effect.gen(function*() {
        const { calls, outcome } = yield* judging(half, budget)
        assert.strictEqual(calls, 3)
        assert.isTrue(outcome._tag === "Success" && outcome.success.verdict === "met")
        assert.isTrue(outcome._tag === "Success" && outcome.success.usage.modelCalls === 3)
      }).pipe(Effect.provide(searching))
  )

  it.effect("keeps room for making JSON of its report, however much it writes and thinks", () =>
    Effect.gen(function*() {
      // All that it may write it is billed for.
      const wordy: Responder = (request) => {
        const { generation_config: { max_output_tokens }, tools } = JSON.parse(request.body ?? "{}")
        return Effect.map(whole(request), (served) =>
          tools === undefined ? served : { ...served, body: JSON.stringify({ ...JSON.parse(String(served.body)), usage: { total_input_tokens: 5_500, total_output_tokens: max_output_tokens } }) })
      }
      const { calls, outcome } = yield* judging(half, { tokens: 18_000, microUsd: null }, wordy)
      assert.strictEqual(calls, 3)
      assert.isTrue(outcome._tag === "Success" && outcome.success.verdict === "met")
    }).pipe(Effect.provide(searching)))

  it.effect("whose first answer breaks off and has used up the budget is worth another run, and says what it has cost", () =>
    Effect.gen(function*() {
      const { calls, outcome } = yield* judging(half, { tokens: 10_000, microUsd: null })
      assert.strictEqual(calls, 1)
      assert.isTrue(outcome._tag === "Failure" && outcome.failure.reason._tag === "SearchAnswerUnusable")
      assert.include(outcome._tag === "Failure" ? outcome.failure.message : "", "budget")
      assert.isTrue(outcome._tag === "Failure" && outcome.failure.usage?.modelCalls === 1 && outcome.failure.usage.tokens > 2_000)
    }).pipe(Effect.provide(searching)))

  it.effect("whose answer dropped its search is judged as that where nothing is left to ask again", () =>
    Effect.gen(function*() {
      const ungrounded = geminiServer({
        models: ["m"],
        keys: ["AIza"],
        // So long that what is left has no room for another search.
        answer: (asked) => {
          const said = saidByGemini({ verdict: "met", quotes: [sentence] }, asked, [])
          return "text" in said ? { text: said.text.padEnd(8_000) } : said
        }
      })
      const { calls, outcome } = yield* judging(ungrounded, { tokens: 9_000, microUsd: null })
      assert.strictEqual(calls, 1)
      assert.isTrue(outcome._tag === "Success" && outcome.success.verdict === "unclear" && outcome.success.confidence === 0)
    }).pipe(Effect.provide(searching)))

  it.effect("that would have nothing left to make JSON of its report does not ask for one", () =>
    Effect.gen(function*() {
      // Room for the report alone; a model that does not search and write JSON at once has to be asked in prose.
      const refused = geminiServer({ models: ["m"], keys: ["AIza"], answer: () => googleError(400, "INVALID_ARGUMENT") })
      const { calls, outcome } = yield* judging(refused, { tokens: 10_000, microUsd: null })
      assert.strictEqual(calls, 1)
      assert.isTrue(outcome._tag === "Failure" && outcome.failure.message.includes("budget"))
    }).pipe(Effect.provide(searching)))

  it.effect("that its deadline cuts off counts the call under way with all that it may have cost", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      // The first call takes its time; the second is the one that is cut off.
      const slowly: Responder = (request) => Effect.delay(half(request), "100 seconds")
      const fiber = yield* Effect.forkChild(judging(slowly, { tokens: 50_000, microUsd: null }))
      while ((yield* web.open) === 0) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* web.serve(`${baseUrl}/v1beta/interactions`, respond.never())
      yield* TestClock.adjust("100 seconds")
      while ((yield* web.requests).length < 2) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* TestClock.adjust("20 seconds")
      const { outcome } = yield* Fiber.join(fiber)
      assert.isTrue(outcome._tag === "Failure" && outcome.failure.reason._tag === "SearchTimedOut")
      const usage = outcome._tag === "Failure" ? outcome.failure.usage : undefined
      assert.deepInclude(usage, { modelCalls: 2, searches: 6 })
      assert.isAbove(usage?.tokens ?? 0, 2_000 + 5_000 + 8_192)
      assert.isAtMost(usage?.tokens ?? 0, 50_000)
    }).pipe(Effect.provide(searching)))
})
