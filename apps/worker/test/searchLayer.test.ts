import { assert, it } from "@effect/vitest"
import { nothingKnown, ReadAnew, Search, type SearchRequest } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { type Responder, respond } from "@vedette/testkit"
import { saidInChat } from "@vedette/testkit/search"
import { chatServer, geminiServer, openStandIn, searchEngines } from "@vedette/testkit/stand-ins"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { noSearchSettings } from "vedette"
import { searchLayer, type SearchOptions } from "../src/searchLayer.ts"

const sentence = "The Koda 2 is in our shops from today."
const page = respond.html(`<h1>Koda 2</h1><p>${sentence}</p><p>It is a camera for people who walk a lot.</p>`)

/** A model and a page on one origin of this machine. */
const open = Effect.gen(function*() {
  const asked: Array<string> = []
  const model = chatServer({
    models: ["small"],
    answer: (asking) => {
      asked.push(asking.user)
      return saidInChat({ verdict: "met", quotes: [sentence] }, asking)
    }
  })
  const both: Responder = (request) => new URL(request.url).pathname.startsWith("/v1") ? model(request) : page(request)
  return { origin: yield* openStandIn(both), asked }
})

const options = (origin: string, given: Partial<SearchOptions> = {}): SearchOptions => ({
  ...noSearchSettings,
  openaiBaseUrl: `${origin}/v1`,
  openaiModel: "small",
  allowPrivateAddresses: true,
  minInterval: Duration.minutes(15),
  ...given
})

/** With the client for pages, as a worker provides it, for the life of the test. */
const searching = (given: SearchOptions) =>
  Layer.build(searchLayer(given).pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: given.allowPrivateAddresses })))).pipe(
    Effect.flatMap((context) => Effect.provideContext(Search, context))
  )

const question = Effect.fnUntraced(function*(origin: string, given: Partial<SearchRequest> = {}) {
  const now = yield* DateTime.now
  const request: SearchRequest = {
    searchQuery: "Koda 2",
    conditionDescription: "the Koda 2 can be bought in shops",
    condition: null,
    sources: [`${origin}/koda-2`],
    known: nothingKnown,
    earlierFindings: [],
    now,
    deadline: DateTime.add(now, { minutes: 1 }),
    ...given
  }
  return request
})

it.live("free text is judged by the model, a typed condition without it, and the model's cost is told", () =>
  Effect.gen(function*() {
    const { asked, origin } = yield* open
    const search = yield* searching(options(origin, { modelPrice: { input: 1, output: 1 } }))
    const free = yield* search.judge(yield* question(origin))
    assert.deepInclude(free, { verdict: "met", judged: "model", confidence: 85 })
    assert.isAbove(free.usage.costMicroUsd ?? 0, 0)
    assert.lengthOf(asked, 1)
    const typed = yield* search.judge(yield* question(origin, { condition: `text contains "in our shops"` }))
    assert.deepInclude(typed, { verdict: "met", judged: "typed" })
    assert.lengthOf(asked, 1)
  }))

it.live("two owners who ask the same share one call, and neither sees what the other knows", () =>
  Effect.gen(function*() {
    const { asked, origin } = yield* open
    const search = yield* searching(options(origin))
    const first = yield* search.judge(yield* question(origin, { earlierFindings: ["a secret of the first owner"] }))
    const second = yield* search.judge(yield* question(origin, { known: { ...nothingKnown, evidence: "a secret of the second" } }))
    assert.lengthOf(asked, 1)
    assert.notInclude(asked.join(), "secret")
    assert.deepStrictEqual(second.quotes, first.quotes)
    assert.strictEqual(second.usage.modelCalls, 0)
    // What a task has judged before is its own: the next run of the first owner finds nothing new, a third owner does.
    const again = yield* search.judge(yield* question(origin, { known: { ...nothingKnown, judgedPassages: first.model?.passages ?? [] } }))
    assert.strictEqual(again.judged, "not_judged")
    assert.strictEqual((yield* search.judge(yield* question(origin))).judged, "model")
  }))

it.live("a typed condition that names no page is looked for by an engine of one's own, and by none that costs", () =>
  Effect.gen(function*() {
    const { asked, origin } = yield* open
    const condition = "text contains \"in our shops\""
    const engine = yield* openStandIn(searchEngines.searxng(() => [{ url: `${origin}/koda-2`, title: "Koda 2", snippet: "" }]))
    const own = yield* searching(options(origin, { searxngUrl: engine }))
    const found = yield* own.judge(yield* question(origin, { condition, sources: [] }))
    assert.deepInclude(found, { verdict: "met", judged: "typed" })
    // Also beside one that costs, which models are to use.
    const beside = yield* searching(options(origin, { searxngUrl: engine, webSearch: "brave", braveApiKey: "BSA" }))
    assert.deepInclude(yield* beside.judge(yield* question(origin, { condition, sources: [] })), { verdict: "met", judged: "typed" })
    const paid = yield* searching(options(origin, { tavilyApiKey: "tvly" }))
    const error = yield* Effect.flip(paid.judge(yield* question(origin, { condition, sources: [] })))
    assert.strictEqual(error.reason._tag, "SearchMisconfigured")
    assert.isEmpty(asked)
  }))

it.live("a run that finds no new document costs no call of a model, not even one to plan its search", () =>
  Effect.gen(function*() {
    const { asked, origin } = yield* open
    const engine = yield* openStandIn(searchEngines.searxng(() => [{ url: `${origin}/koda-2`, title: "Koda 2", snippet: "" }]))
    const search = yield* searching(options(origin, { searxngUrl: engine }))
    const first = yield* search.judge(yield* question(origin, { sources: [] }))
    assert.deepInclude(first.usage, { modelCalls: 2, searches: 1 })
    const known = { ...nothingKnown, judgedPassages: first.model?.passages ?? [] }
    const again = yield* search.judge(yield* question(origin, { sources: [], known }))
    assert.deepInclude(again.usage, { modelCalls: 0, tokens: 0 })
    assert.strictEqual(again.judged, "not_judged")
    assert.lengthOf(asked, 2)
  }))

it.live("a model on this machine may be asked, and a page on this machine may not be read", () =>
  Effect.gen(function*() {
    const { asked, origin } = yield* open
    const search = yield* searching(options(origin, { allowPrivateAddresses: false }))
    const error = yield* Effect.flip(search.judge(yield* question(origin)))
    assert.include(error.message, "not on the public internet")
    assert.isEmpty(asked)
  }))

it.live("a model that is not there stops the start; a server that cannot be reached does not", () =>
  Effect.gen(function*() {
    const { origin } = yield* open
    const error = yield* Effect.flip(searching(options(origin, { openaiModel: "retired" })))
    assert.strictEqual(error.exitCode, 78)
    assert.include(error.message, "OPENAI_MODEL cannot be used: The model's server does not have retired.")
    yield* searching(options("http://127.0.0.1:1"))
  }))

it.live("a cap of one run that has no room for one question to Gemini stops the start, with what one takes", () =>
  Effect.gen(function*() {
    const origin = yield* openStandIn(geminiServer({ models: ["m"], keys: ["AIza"], answer: () => ({ text: "{}" }) }))
    const gemini: Partial<SearchOptions> = {
      openaiBaseUrl: null,
      openaiModel: null,
      geminiApiKey: "AIza",
      geminiBaseUrl: origin,
      geminiModel: "m",
      modelPrice: { input: 0.3, output: 2.5 },
      searchPrice: 14
    }
    for (const budgetRun of [{ tokens: 5_000, microUsd: null }, { tokens: null, microUsd: 50_000 }]) {
      const error = yield* Effect.flip(searching(options(origin, { ...gemini, budgetRun })))
      assert.strictEqual(error.exitCode, 78)
      assert.match(error.message, /VEDETTE_BUDGET_RUN has no room for a single question to Gemini, which may take \d+ tokens and 0\.077 USD/u)
    }
    yield* searching(options(origin, { ...gemini, budgetRun: { tokens: 50_000, microUsd: 100_000 } }))
    // Half a price list is none, and at no price no money is counted.
    yield* searching(options(origin, { ...gemini, searchPrice: null, budgetRun: { tokens: 50_000, microUsd: 1_000 } }))
    // The operator's own stand-in for Google may be on this machine, as a model may.
    yield* searching(options(origin, { ...gemini, allowPrivateAddresses: false }))
  }))

it.effect("a page just read serves whoever asks next, but not somebody who asks by hand", () =>
  Effect.gen(function*() {
    let said = "You can order this camera from spring."
    const shop = yield* openStandIn((request) => respond.html(`<h1>Koda 2</h1><p>${said}</p><p>It is a camera for people who walk a lot.</p>`)(request))
    const search = yield* searching(options(shop, { openaiBaseUrl: null, openaiModel: null }))
    const judging = search.judge(yield* question(shop, { condition: `text contains "in our shops"` }))
    assert.notStrictEqual((yield* judging).verdict, "met")
    said = sentence
    assert.notStrictEqual((yield* judging).verdict, "met")
    assert.strictEqual((yield* Effect.provideService(judging, ReadAnew, true)).verdict, "met")
    yield* TestClock.adjust("6 seconds")
    assert.strictEqual((yield* judging).verdict, "met")
  }))
