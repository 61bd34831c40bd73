import { assert, describe, it } from "@effect/vitest"
import { AnswerLost, ConnectTimedOut, MAX_RETRY_AFTER_MS, noUsage, ReadAnew, type RunBudget, type SearchReason, TimedOut, TooLarge } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { FakeWeb, type Responder, respond } from "@vedette/testkit"
import { type GeminiAnswer, geminiLimit, geminiServer, googleError, openStandIn } from "@vedette/testkit/stand-ins"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { TestClock } from "effect/testing"
import { GeminiModel, type GeminiOptions } from "../src/index.ts"

const first = "AIza-first-of-a-test"
const second = "AIza-second-of-a-test"
const baseUrl = "https://gemini.example"
const options: GeminiOptions = {
  apiKey: Redacted.make(first),
  fallbackApiKey: null,
  model: "gemini-3.8-flash",
  baseUrl,
  price: { input: 1, output: 2, search: 14 }
}
const both = { fallbackApiKey: Redacted.make(second) }
const noCap: RunBudget = { tokens: null, microUsd: null }
const models = ["gemini-3.8-flash"]
const good: GeminiAnswer = { text: "{}", queries: ["koda 2"], citations: ["https://koda.example/"] }

/** A question of its own each time: those that are alike are shared. */
let questions = 0
const ask = (budget = noCap, user = `Is it? ${questions++}`) =>
  GeminiModel.use((gemini) => gemini.interact({ prompt: { system: "Rules.", user }, grounded: true, schema: { type: "object" }, budget }))

const served = (responder: Responder) =>
  FakeWeb.layer.pipe(Layer.tap((context) =>
    FakeWeb.use((web) =>
      Effect.all([web.serve(`${baseUrl}/v1beta/interactions`, responder), web.serve(`${baseUrl}/v1beta/models/gemini-3.8-flash`, responder)])
    ).pipe(Effect.provideContext(context))
  ))
const over = (responder: Responder, given: Partial<GeminiOptions> = {}) =>
  GeminiModel.layer({ ...options, ...given }).pipe(Layer.provideMerge(served(responder)))
const answering = (answer: (key: string) => GeminiAnswer) =>
  geminiServer({ models, keys: [first, second], answer: ({ key }) => answer(key) })
const calls = Effect.map(FakeWeb.use((web) => web.requests), (all) => all.map(({ request }) => request))

const perMinute = geminiLimit({ id: "GenerateRequestsPerMinutePerProjectPerModel", value: "10", retryDelay: "34.5s" })
const perDay = geminiLimit({ id: "GenerateRequestsPerDayPerProjectPerModel-FreeTier", value: "250", retryDelay: "12s" })
const zero = geminiLimit({ id: "GenerateRequestsPerDayPerProjectPerModel-FreeTier", value: "0", retryDelay: "12s" })

describe("Gemini over a socket", () => {
  it.live("is asked once, with search and a schema, storing nothing; its usage is priced", () =>
    Effect.gen(function*() {
      const origin = yield* openStandIn(answering(() => good))
      const layer = GeminiModel.layer({ ...options, baseUrl: origin }).pipe(
        Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false, operatorOrigins: [origin] }))
      )
      const interaction = yield* ask(noCap, "Is it?").pipe(Effect.provide(layer))
      assert.deepInclude(interaction, { text: "{}", complete: true, queries: ["koda 2"], citations: ["https://koda.example/"] })
      // 3 read, 1 written, 10 thought, one search at 14 dollars a thousand.
      assert.deepInclude(interaction.usage, { modelCalls: 1, searches: 1, tokens: 14, costMicroUsd: 14_025 })
      yield* GeminiModel.use((gemini) => gemini.check).pipe(Effect.provide(layer))
    }))
})

describe("what Gemini may answer instead", () => {
  it.effect.each<[string, Responder, SearchReason["_tag"]]>([
    ["429 per minute", answering(() => perMinute), "SearchRateLimited"],
    ["429 per day", answering(() => perDay), "SearchRateLimited"],
    ["429 of a limit of 0", answering(() => zero), "SearchMisconfigured"],
    ["429 that says nothing", answering(() => googleError(429, "RESOURCE_EXHAUSTED")), "SearchRateLimited"],
    ["no billing", answering(() => googleError(400, "FAILED_PRECONDITION")), "SearchMisconfigured"],
    ["a wrong key", geminiServer({ models, keys: ["another"], answer: () => good }), "SearchMisconfigured"],
    ["a forbidden key", answering(() => googleError(403, "PERMISSION_DENIED")), "SearchMisconfigured"],
    ["a retired model", geminiServer({ models: ["gemini-4"], keys: [first], answer: () => good }), "SearchMisconfigured"],
    ["another form", answering(() => googleError(400, "INVALID_ARGUMENT")), "SearchAnswerUnusable"],
    ["500", answering(() => googleError(500, "INTERNAL")), "SearchUnavailable"],
    ["503", answering(() => googleError(503, "UNAVAILABLE")), "SearchUnavailable"],
    ["504", answering(() => googleError(504, "DEADLINE_EXCEEDED")), "SearchTimedOut"],
    ["no answer", respond.fail(), "SearchUnavailable"],
    ["a page", respond.html("<h1>Proxy</h1>"), "SearchAnswerUnusable"],
    ["half an answer", () => Effect.succeed({ headers: { "content-type": "application/json" }, body: "{\"status\":\"comp" }), "SearchAnswerUnusable"],
    ["an answer of another kind", respond.json({ candidates: [] }), "SearchAnswerUnusable"]
  ])("%s", ([, responder, tag]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ask())
      assert.strictEqual(error.reason._tag, tag)
      assert.notInclude(JSON.stringify(error) + error.message, first)
      // The SDK's own retries are off, and where another address is named the key does not go there.
      assert.deepStrictEqual((yield* calls).map(({ maxRedirects }) => maxRedirects), [0])
    }).pipe(Effect.provide(over(responder))))

  it.effect.each<[string, Responder]>([
    ["half an answer", () => Effect.succeed({ headers: { "content-type": "application/json" }, body: "{\"status\":\"comp" })],
    ["an answer of another kind", respond.json({ candidates: [] })]
  ])("%s was made and is billed: its question, some thought and one search", ([, responder]) =>
    // 18 tokens of question and schema at 1, 2,000 at 2, and a search.
    Effect.map(Effect.flip(ask(noCap, "Is it whole?")), ({ usage }) =>
      assert.deepInclude(usage, { modelCalls: 1, searches: 1, tokens: 2_018, costMicroUsd: 18_018 }))
      .pipe(Effect.provide(over(responder))))

  it.effect.each([new TimedOut({ message: "No answer in 110 s." }), new TooLarge({ message: "Larger." }), new AnswerLost({ message: "Closed." })])(
    "an answer that never came whole counts with all that it may have cost: $_tag",
    (reason) =>
      // What may be read of five searches and written, at the most.
      Effect.map(Effect.flip(ask(noCap, "Is it whole?")), ({ usage }) =>
        assert.deepInclude(usage, { modelCalls: 1, searches: 5, tokens: 18 + 5_000 + 8_192, costMicroUsd: 18 + 5_000 + 2 * 8_192 + 5 * 14_000 }))
        .pipe(Effect.provide(over(respond.fail(reason))))
  )

  it.effect("a server that accepts no connection was asked nothing, and costs nothing", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ask())
      assert.strictEqual(error.reason._tag, "SearchTimedOut")
      assert.deepStrictEqual(error.usage, noUsage)
    }).pipe(Effect.provide(over(respond.fail(new ConnectTimedOut({ message: "gemini.example did not accept a connection in time." }))))))

  it.effect("a server that does not count is counted for", () =>
    Effect.map(ask(noCap, "Is it whole?"), ({ usage }) =>
      assert.deepInclude(usage, { modelCalls: 1, searches: 1, tokens: 18 + 1_000 + 1, costMicroUsd: 18 + 1_000 + 2 + 14_000 }))
      .pipe(Effect.provide(over(respond.json({
        status: "completed",
        steps: [
          { type: "google_search_call", arguments: { queries: ["koda 2", "", "koda 2"] } },
          { type: "model_output", content: [{ type: "text", text: "{}" }] }
        ]
      })))))

  it.effect("what the model says last is its answer, what its tools read is billed as read, and all it cites counts", () =>
    Effect.map(ask(noCap, "Is it whole?"), ({ citations, text, usage }) => {
      assert.strictEqual(text, "{\"a\":1}")
      assert.deepStrictEqual(citations, ["https://a.example/", "https://b.example/"])
      assert.deepInclude(usage, { tokens: 100 + 7 + 20 + 30, costMicroUsd: 107 + 2 * 50 + 14_000 })
    }).pipe(Effect.provide(over(respond.json({
      status: "completed",
      steps: [
        { type: "model_output", content: [{ type: "text", text: "I will look.", annotations: [{ type: "url_citation", url: "https://a.example/" }, { type: "file_citation" }] }] },
        { type: "google_search_call", arguments: { queries: ["koda 2"] } },
        { type: "model_output", content: [{ type: "text", text: "{\"a\"", annotations: [{ type: "url_citation", url: "https://b.example/" }] }, { type: "text", text: ":1}" }] },
        { type: "model_output", content: [{ type: "thought" }] }
      ],
      usage: { total_input_tokens: 100, total_tool_use_tokens: 7, total_output_tokens: 20, total_thought_tokens: 30 }
    })))))

  it.effect("a search that failed is billed, and grounds nothing", () =>
    Effect.map(ask(), ({ queries, searches, usage }) => assert.deepStrictEqual([queries, searches, usage.searches], [[], 1, 1]))
      .pipe(Effect.provide(over(() => Effect.succeed({
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          status: "completed",
          steps: [
            { type: "google_search_call", arguments: { queries: ["koda 2"] } },
            { type: "google_search_result", is_error: true },
            { type: "model_output", content: [{ type: "text", text: "{}" }] }
          ]
        })
      })))))

  it.effect("a failure that several share is paid for by one of them", () =>
    Effect.map(
      Effect.all([Effect.flip(ask(noCap, "Alike?")), Effect.flip(ask(noCap, "Alike?"))], { concurrency: "unbounded" }),
      (errors) => assert.sameMembers(errors.map(({ usage }) => usage?.modelCalls), [1, 0])
    ).pipe(Effect.provide(over(respond.fail(new TooLarge({ message: "Larger." }))))))

  it.effect("a limit per minute is waited for as long as it says, one per day until it is reset", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(Date.UTC(2026, 10, 26, 20))
      const wait = (limit: GeminiAnswer) => Effect.map(Effect.flip(ask()), ({ reason }) => reason.retryAfterMs).pipe(Effect.provide(over(answering(() => limit))))
      assert.strictEqual(yield* wait(perMinute), 34_500)
      assert.strictEqual(yield* wait(perDay), 12 * 3_600_000)
      const { id, value } = { id: "GenerateRequestsPerMinutePerProjectPerModel", value: "10" }
      assert.strictEqual(yield* wait(geminiLimit({ id, value, retryDelay: "9999999s" })), MAX_RETRY_AFTER_MS)
    }))

  it.effect("a server that hangs is let go with the caller, whatever the SDK does", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      const fiber = yield* Effect.forkChild(ask())
      while ((yield* web.open) === 0) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* Fiber.interrupt(fiber)
      while ((yield* web.open) > 0) yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
    }).pipe(Effect.provide(over(respond.never()))))

  it.effect("a budget that does not allow a grounded answer makes no call", () =>
    Effect.gen(function*() {
      for (const budget of [{ tokens: 7_017, microUsd: null }, { tokens: null, microUsd: 79_017 }]) {
        assert.strictEqual((yield* Effect.flip(ask(budget, "Is it whole?"))).reason._tag, "SearchMisconfigured")
      }
      assert.isEmpty(yield* calls)
    }).pipe(Effect.provide(over(answering(() => good)))))

  it.effect("a budget holds for what is read and searched for as for what is written", () =>
    Effect.gen(function*() {
      const room = Effect.fnUntraced(function*(budget: RunBudget) {
        yield* Effect.provideService(ask(budget, "Is it whole?"), ReadAnew, true)
        return JSON.parse((yield* calls).at(-1)?.body ?? "{}").generation_config.max_output_tokens as number
      })
      assert.strictEqual(yield* room({ tokens: 7_018, microUsd: null }), 2_000)
      assert.strictEqual(yield* room({ tokens: null, microUsd: 79_018 }), 2_000)
      for (const left of [81_001, 85_000, 91_402, 500_000]) {
        const most = yield* room({ tokens: 50_000, microUsd: left })
        assert.isAtMost(18 + 5_000 + 2 * most + 5 * 14_000, left)
      }
    }).pipe(Effect.provide(over(answering(() => good)))))
})

it.effect("the environment of other programs does not send us to another API", () =>
  Effect.gen(function*() {
    yield* Effect.acquireRelease(
      Effect.sync(() => void (process.env["GOOGLE_GENAI_USE_VERTEXAI"] = "true")),
      () => Effect.sync(() => void delete process.env["GOOGLE_GENAI_USE_VERTEXAI"])
    )
    yield* GeminiModel.use((gemini) => gemini.check)
    assert.strictEqual((yield* ask()).text, "{}")
  }).pipe(Effect.provide(over(answering(() => good)))))

it.effect("what the SDK refuses before it asks anybody is for the operator to mend", () =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(GeminiModel.use((gemini) => gemini.check))
    assert.strictEqual(error.reason._tag, "SearchMisconfigured")
    assert.isEmpty(yield* calls)
  }).pipe(Effect.provide(over(answering(() => good), { model: "" }))))

describe("two keys", () => {
  it.effect.each<[string, GeminiAnswer]>([["429", perDay], ["503", googleError(503, "UNAVAILABLE")], ["a limit of 0", zero]])(
    "the second takes over on %s",
    ([, refusal]) =>
      Effect.gen(function*() {
        assert.strictEqual((yield* ask()).text, "{}")
        assert.deepStrictEqual((yield* calls).map(({ headers }) => headers?.["x-goog-api-key"]), [first, second])
      }).pipe(Effect.provide(over(answering((key) => key === first ? refusal : good), both)))
  )

  it.effect("the second does not, where the first may have been billed: that is counted, and left to the next try", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Effect.flip(ask())).usage?.modelCalls, 1)
      assert.lengthOf(yield* calls, 1)
    }).pipe(Effect.provide(over(respond.fail(new AnswerLost({ message: "Closed." })), both))))

  it.effect("a key whose limit is used up is not asked again before it is reset", () =>
    Effect.gen(function*() {
      yield* ask()
      yield* ask()
      assert.lengthOf(yield* calls, 3)
      yield* TestClock.adjust("34501 millis")
      yield* ask()
      assert.deepStrictEqual((yield* calls).map(({ headers }) => headers?.["x-goog-api-key"]).slice(3), [first, second])
    }).pipe(Effect.provide(over(answering((key) => key === first ? perMinute : good), both))))

  it.effect("where both are used up nothing is sent, and the wait is that of the first to come back", () =>
    Effect.gen(function*() {
      yield* Effect.flip(ask())
      yield* TestClock.adjust("4500 millis")
      const error = yield* Effect.flip(ask())
      assert.lengthOf(yield* calls, 2)
      assert.deepInclude(error.reason, { _tag: "SearchRateLimited", retryAfterMs: 30_000 })
    }).pipe(Effect.provide(over(answering((key) => key === first ? perDay : perMinute), both))))
})

describe("two keys and a server that is overloaded", () => {
  it.effect("a key that met it is not asked again for half a minute", () =>
    Effect.gen(function*() {
      yield* ask()
      yield* ask()
      yield* TestClock.adjust("30001 millis")
      yield* ask()
      assert.deepStrictEqual((yield* calls).map(({ headers }) => headers?.["x-goog-api-key"]), [first, second, second, first, second])
    }).pipe(Effect.provide(over(answering((key) => key === first ? googleError(503, "UNAVAILABLE") : good), both))))

  it.effect("is what is told, and not that the other key is of no use", () =>
    Effect.map(Effect.flip(ask()), ({ reason }) => assert.strictEqual(reason._tag, "SearchUnavailable"))
      .pipe(Effect.provide(over(answering((key) => key === first ? googleError(503, "UNAVAILABLE") : zero), both))))
})

describe("two keys, one of which is of no use", () => {
  it.effect("a limit of the other is waited for each time, and is never the owner's mistake", () =>
    Effect.gen(function*() {
      for (const again of [1, 2]) {
        const { reason } = yield* Effect.flip(ask())
        assert.deepInclude(reason, { _tag: "SearchRateLimited", retryAfterMs: 34_500 }, `time ${again}`)
      }
    }).pipe(Effect.provide(over(answering((key) => key === first ? perMinute : zero), both))))
})

describe("questions that are alike", () => {
  it.effect("are asked anew for who asks by hand: the page may have changed a moment ago", () =>
    Effect.gen(function*() {
      yield* ask(noCap, "the same")
      const anew = yield* Effect.provideService(ask(noCap, "the same"), ReadAnew, true)
      assert.strictEqual(anew.usage.modelCalls, 1)
      assert.lengthOf(yield* calls, 2)
    }).pipe(Effect.provide(over(answering(() => good)))))

  it.effect("are asked once for all who ask within 45 seconds, and charged once", () =>
    Effect.gen(function*() {
      const asking = Effect.all(Array.from({ length: 5 }, () => ask(noCap, "the same")), { concurrency: "unbounded" })
      const answers = yield* asking
      assert.lengthOf(yield* calls, 1)
      assert.lengthOf(answers.filter(({ usage }) => usage.modelCalls > 0), 1)
      yield* TestClock.adjust("45 seconds")
      yield* asking
      assert.lengthOf(yield* calls, 2)
    }).pipe(Effect.provide(over(answering(() => good)))))
})

describe("the check at the start", () => {
  it.effect("says nothing of the settings where what answers is somebody else", () =>
    Effect.map(Effect.flip(GeminiModel.use((gemini) => gemini.check)), (error) => assert.strictEqual(error.reason._tag, "SearchUnavailable"))
      .pipe(Effect.provide(over(respond.html("<h1>Proxy</h1>")))))

  it.effect("finds a retired model out, and names it", () =>
    Effect.map(Effect.flip(GeminiModel.use((gemini) => gemini.check)), (error) => {
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
      assert.include(error.message, options.model)
    })
      .pipe(Effect.provide(over(geminiServer({ models: ["gemini-4"], keys: [first], answer: () => good })))))
})
