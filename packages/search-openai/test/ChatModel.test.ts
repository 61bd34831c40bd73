import { assert, describe, it } from "@effect/vitest"
import { AnswerLost, ConnectTimedOut, OnCutOff, type RunBudget, type SearchReason, TimedOut, type Usage } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { FakeWeb, type Responder, respond } from "@vedette/testkit"
import { type ChatAnswer, chatError, chatServer, openStandIn } from "@vedette/testkit/stand-ins"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { ChatModel, type OpenAiOptions } from "../src/index.ts"

const key = "sk-of-a-test"
const baseUrl = "https://model.example/v1"
const noCap: RunBudget = { tokens: null, microUsd: null }
const options: OpenAiOptions = { baseUrl, apiKey: Redacted.make(key), model: "small", price: { input: 1, output: 2 } }

const parse = (text: string) => text.startsWith("{") && text.endsWith("}") ? Result.succeed(text) : Result.fail("No object.")
const ask = (budget = noCap, content = "Is it?") =>
  ChatModel.use((chat) =>
    chat.ask({ request: { messages: [{ role: "user", content }], schema: { name: "x", schema: { type: "object" } } }, parse, budget })
  )

const over = (responder: Responder, given: Partial<OpenAiOptions> = {}) =>
  ChatModel.layer({ ...options, ...given }).pipe(
    Layer.provideMerge(FakeWeb.layer.pipe(Layer.tap((context) =>
      FakeWeb.use((web) => Effect.andThen(web.serve(`${baseUrl}/chat/completions`, responder), web.serve(`${baseUrl}/models`, responder)))
        .pipe(Effect.provideContext(context))
    )))
  )
const answering = (answer: (turn: number) => ChatAnswer, refuses: ReadonlyArray<string> = []) =>
  chatServer({ models: ["small"], key, refuses, answer: ({ turn }) => answer(turn) })
const requests = Effect.map(FakeWeb.use((web) => web.requests), (all) => all.map(({ request }) => JSON.parse(request.body ?? "{}") as Record<string, unknown>))

describe("a chat model over a socket", () => {
  it.live("is asked with its schema, without tools, and its usage is priced", () =>
    Effect.gen(function*() {
      const origin = yield* openStandIn(answering(() => "{}"))
      const layer = ChatModel.layer({ ...options, baseUrl: `${origin}/v1/` }).pipe(
        Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false, operatorOrigins: [origin] }))
      )
      const { usage, value } = yield* ask().pipe(Effect.provide(layer))
      assert.strictEqual(value, "{}")
      assert.deepInclude(usage, { modelCalls: 1, tokens: 3, costMicroUsd: 4 })
      yield* ChatModel.use((chat) => chat.check).pipe(Effect.provide(layer))
    }))

  it.live("on this machine is refused unless the operator named it", () =>
    Effect.gen(function*() {
      const origin = yield* openStandIn(answering(() => "{}"))
      const error = yield* Effect.flip(ask()).pipe(Effect.provide(
        ChatModel.layer({ ...options, baseUrl: origin }).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false })))
      ))
      assert.strictEqual(error.reason._tag, "SearchMisconfigured")
    }))
})

describe("what a server may answer instead", () => {
  it.effect.each<[string, Responder, SearchReason["_tag"]]>([
    ["429 with a wait", answering(() => chatError(429, "rate_limit_exceeded", "", { "retry-after": "20" })), "SearchRateLimited"],
    ["an exhausted quota", answering(() => chatError(429, "insufficient_quota")), "SearchMisconfigured"],
    ["no money (402)", respond.status(402), "SearchMisconfigured"],
    ["a wrong key", chatServer({ models: ["small"], key: "another", answer: () => "{}" }), "SearchMisconfigured"],
    ["a retired model", chatServer({ models: ["newer"], key, answer: () => "{}" }), "SearchMisconfigured"],
    ["too long a prompt", answering(() => chatError(400, "context_length_exceeded")), "SearchMisconfigured"],
    ["500", respond.status(500), "SearchUnavailable"],
    ["503", respond.status(503), "SearchUnavailable"],
    ["529", respond.status(529), "SearchRateLimited"],
    ["no answer", respond.fail(), "SearchUnavailable"],
    ["a page", respond.html("<h1>Gateway</h1>"), "SearchAnswerUnusable"],
    ["half a completion", respond.html("{\"choices\":[{\"mess"), "SearchAnswerUnusable"],
    ["no choices", respond.json({ choices: [] }), "SearchAnswerUnusable"],
    ["a filtered answer", answering(() => ({ text: "{}", finish: "content_filter" })), "SearchAnswerUnusable"]
  ])("%s", ([, responder, tag]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ask())
      assert.strictEqual(error.reason._tag, tag)
      assert.notInclude(JSON.stringify(error) + error.message, key)
    }).pipe(Effect.provide(over(responder))))

  it.effect("a wait is handed on", () =>
    Effect.map(Effect.flip(ask()), ({ reason }) => assert.strictEqual(reason.retryAfterMs, 20_000)).pipe(
      Effect.provide(over(respond.status(429, { "retry-after": "20" })))
    ))

  // What may have been read, and all else that is left of the budget.
  it.effect.each<[string, Responder]>([
    ["that breaks off", respond.fail(new AnswerLost({ message: "model.example closed the connection." }))],
    ["that does not end in time", respond.fail(new TimedOut({ message: "No answer in 110 s." }))],
    ["that is larger than any that is read", respond.html(`{"choices":[{"message":{"content":"${"x".repeat(2_000_000)}`)]
  ])("an answer %s counts with all that it may have cost", ([, responder]) =>
    Effect.map(Effect.flip(ask({ tokens: 1_000, microUsd: null })), ({ usage }) =>
      assert.deepInclude(usage, { modelCalls: 1, tokens: 1_000, costMicroUsd: 1_997 }))
      .pipe(Effect.provide(over(responder))))

  it.effect("a server that accepts no connection was asked nothing, and costs nothing", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(ask())
      assert.strictEqual(error.reason._tag, "SearchTimedOut")
      assert.include(error.message, "could not be reached in time")
      assert.deepInclude(error.usage, { modelCalls: 0, tokens: 0, costMicroUsd: 0 })
    }).pipe(Effect.provide(over(respond.fail(new ConnectTimedOut({ message: "model.example did not accept a connection in time." }))))))

  it.effect("a server that hangs is let go with the caller", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      const fiber = yield* Effect.forkChild(ask())
      while ((yield* web.open) === 0) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* web.open, 0)
    }).pipe(Effect.provide(over(respond.never()))))
})

describe("an answer that does not fit", () => {
  it.effect("is asked for once more, with what is wrong, and both turns are paid for", () =>
    Effect.gen(function*() {
      const { usage, value } = yield* ask()
      assert.strictEqual(value, "{}")
      assert.strictEqual(usage.modelCalls, 2)
      assert.include(JSON.stringify((yield* requests)[1]), "No object.")
    }).pipe(Effect.provide(over(answering((turn) => turn === 1 ? "Sure, met!" : "{}")))))

  it.effect("was cut off, however whole it looks: it is asked for again, shorter", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* ask()).usage.modelCalls, 2)
      assert.include(JSON.stringify((yield* requests)[1]), "Write less")
    }).pipe(Effect.provide(over(answering((turn) => turn === 1 ? { text: "{}", finish: "length" } : "{}")))))

  it.effect.each<[string, ChatAnswer]>([["ignored schema", "met"], ["cut off", { text: "{\"verdict\":", finish: "length" }], ["nothing", ""]])(
    "twice is unusable, and a third time it is not asked: %s",
    ([, answer]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(ask())
        assert.strictEqual(error.reason._tag, "SearchAnswerUnusable")
        assert.strictEqual(error.usage?.modelCalls, 2)
      }).pipe(Effect.provide(over(answering(() => answer))))
  )
})

describe("dialects are learnt from what is refused, once", () => {
  it.effect("a server that takes neither max_tokens, nor temperature, nor a schema", () =>
    Effect.gen(function*() {
      yield* ask()
      yield* ask()
      const sent = yield* requests
      assert.lengthOf(sent, 6)
      assert.sameMembers(Object.keys(sent[5] ?? {}), ["model", "messages", "stream", "max_completion_tokens"])
    }).pipe(Effect.provide(over(answering(() => "{}", ["max_tokens", "temperature", "response_format"])))))

  it.effect("from Mistral's 422 as well", () =>
    Effect.gen(function*() {
      yield* ask()
      const sent = yield* requests
      assert.lengthOf(sent, 2)
      assert.notProperty(sent[1], "temperature")
    }).pipe(Effect.provide(over((asked) =>
      asked.body?.includes("\"temperature\"") === true
        ? Effect.succeed({ status: 422, body: JSON.stringify({ object: "error", message: { detail: [{ type: "extra_forbidden", loc: ["body", "temperature"] }] } }) })
        : answering(() => "{}")(asked)
    ))))

  it.effect("and none from a server that throws the question back, whatever the question says", () =>
    Effect.gen(function*() {
      const question = "Is the temperature above 20, by the json_schema grammar of response_format and max_completion_tokens?"
      yield* Effect.flip(ask(noCap, question))
      yield* ask()
      const sent = yield* requests
      assert.lengthOf(sent, 2)
      assert.containsAllKeys(sent[1] ?? {}, ["max_tokens", "temperature", "response_format"])
    }).pipe(Effect.provide(over((asked) =>
      asked.body?.includes("above 20") === true
        ? Effect.succeed(chatError(400, null, `Cannot take this: ${asked.body}`))
        : answering(() => "{}")(asked)
    ))))

  it.effect("and none that the server does not take either", () =>
    Effect.gen(function*() {
      yield* Effect.flip(ask(noCap, "too hot"))
      yield* ask()
      const sent = yield* requests
      assert.containsAllKeys(sent.at(-1) ?? {}, ["max_tokens", "temperature", "response_format"])
    }).pipe(Effect.provide(over((asked) =>
      asked.body?.includes("too hot") === true
        ? Effect.succeed(chatError(400, null, "The temperature is wrong."))
        : answering(() => "{}")(asked)
    ))))
})

describe("a budget", () => {
  it.effect("that does not allow an answer makes no call", () =>
    Effect.gen(function*() {
      for (const budget of [{ tokens: 200, microUsd: null }, { tokens: null, microUsd: 100 }]) {
        assert.strictEqual((yield* Effect.flip(ask(budget))).reason._tag, "SearchMisconfigured")
      }
      assert.isEmpty(yield* requests)
    }).pipe(Effect.provide(over(answering(() => "{}")))))

  it.effect("in money is for what is read, too, and where writing costs nothing for that alone", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Effect.flip(ask({ tokens: null, microUsd: 149 }, "x".repeat(300)))).reason._tag, "SearchMisconfigured")
      assert.isEmpty(yield* requests)
      yield* ask({ tokens: null, microUsd: 150 }, "x".repeat(300))
      assert.strictEqual((yield* requests)[0]?.["max_tokens"], 2_000)
    }).pipe(Effect.provide(over(answering(() => "{}"), { price: { input: 1, output: 0 } }))))

  it.effect("takes Chinese for what it is, not for a third of a token a character", () =>
    Effect.gen(function*() {
      yield* ask({ tokens: 1_000, microUsd: null }, "新款水壶将于今日上市".repeat(30))
      assert.strictEqual((yield* requests)[0]?.["max_tokens"], 1_000 - 450)
    }).pipe(Effect.provide(over(answering(() => "{}")))))

  it.effect("knows of a call that is cut off what it may have cost, and of the turn before what it has", () =>
    Effect.gen(function*() {
      const web = yield* FakeWeb
      const told: Array<Usage> = []
      const fiber = yield* Effect.forkChild(
        ask({ tokens: 2_500, microUsd: null }).pipe(Effect.provideService(OnCutOff, (usage) => Effect.sync(() => void told.push(usage))))
      )
      while ((yield* web.open) === 0 || (yield* requests).length < 2) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.lengthOf(told, 1)
      assert.strictEqual(told[0]?.modelCalls, 2)
      // All of the budget: what is not read may be written, up to 2,000, and the first turn is in it.
      const turn = (yield* requests)[1] as { readonly max_tokens: number }
      assert.isAtLeast(told[0]?.tokens ?? 0, turn.max_tokens)
      assert.isAtMost(told[0]?.tokens ?? 0, 2_500)
    }).pipe(Effect.provide(over((request) =>
      request.body?.includes("assistant") === true ? Effect.never : answering(() => "Sure!")(request)
    ))))

  it.effect("bounds what may be written", () =>
    Effect.gen(function*() {
      yield* ask({ tokens: 1_000, microUsd: null }, "x".repeat(300))
      assert.strictEqual((yield* requests)[0]?.["max_tokens"], 850)
    }).pipe(Effect.provide(over(answering(() => "{}")))))
})

describe("the check at the start", () => {
  const check = ChatModel.use((chat) => Effect.flip(chat.check))
  it.effect("names the models there are", () =>
    Effect.map(check, (error) => assert.include(error.message, "It has newer.")).pipe(
      Effect.provide(over(chatServer({ models: ["newer"], key, answer: () => "{}" })))
    ))
  it.effect("takes Ollama's short name for the latest of a model", () =>
    ChatModel.use((chat) => chat.check).pipe(Effect.provide(over(chatServer({ models: ["small:latest", "newer"], key, answer: () => "{}" })))))
  it.effect("lets a server without a list pass", () =>
    ChatModel.use((chat) => chat.check).pipe(Effect.provide(over(respond.status(404)))))
})

it.effect("a base URL that names no host is refused as it is, and not asked with a path of ours for a host", () =>
  Effect.gen(function*() {
    for (const call of [ask(), ChatModel.use((chat) => chat.check)]) {
      assert.strictEqual((yield* Effect.flip(call)).reason._tag, "SearchMisconfigured")
    }
    assert.isEmpty(yield* FakeWeb.use((web) => web.requests))
  }).pipe(Effect.provide(over(answering(() => "{}"), { baseUrl: "http://" }))))
