import { assert, it } from "@effect/vitest"
import { nothingKnown, Search } from "@vedette/domain"
import { FakeWeb, respond } from "@vedette/testkit"
import { saidByGemini } from "@vedette/testkit/search"
import { type GeminiAnswer, type GeminiAsked, geminiServer } from "@vedette/testkit/stand-ins"
import { WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { GeminiSearch } from "../src/index.ts"

const baseUrl = "https://gemini.example"
const sentence = "The Koda 2 is in our shops from today."

const asSaid = (_asked: GeminiAsked, answer: GeminiAnswer): GeminiAnswer => answer

/** A judgement of what Gemini says with these citations, and the pages that were asked for. */
const judged = Effect.fnUntraced(function*(citations: ReadonlyArray<string>, searchQuery = "Koda 2", said = asSaid) {
  const web = yield* FakeWeb
  for (const url of [...citations, "https://named.example/koda"]) yield* web.serve(url, respond.html(`<h1>Koda 2</h1><p>${sentence}</p>`))
  yield* web.serve(
    `${baseUrl}/v1beta/interactions`,
    geminiServer({ models: ["m"], keys: ["AIza"], answer: (asked) => said(asked, saidByGemini({ verdict: "met", quotes: [sentence] }, asked, citations)) })
  )
  const now = yield* DateTime.now
  const { judge } = yield* Search
  const judgement = yield* judge({
    searchQuery,
    conditionDescription: "the Koda 2 can be bought in shops",
    condition: null,
    sources: [],
    known: nothingKnown,
    earlierFindings: [],
    now,
    deadline: DateTime.add(now, { minutes: 1 })
  })
  const asked = (yield* web.requests).map(({ request }) => request.url).filter((url) => !url.startsWith(baseUrl) && !url.endsWith("/robots.txt"))
  return { judgement, asked }
}, Effect.provide(
  GeminiSearch.layer({ apiKey: Redacted.make("AIza"), fallbackApiKey: null, model: "m", baseUrl, price: null }).pipe(
    Layer.provide(WebPageReader.layer()),
    Layer.provideMerge(FakeWeb.layer)
  )
))

it.effect("of what is cited six pages are read, however many there are", () =>
  Effect.gen(function*() {
    const citations = Array.from({ length: 9 }, (_, n) => `https://koda${n}.example/`)
    const { asked, judgement } = yield* judged(citations)
    assert.sameMembers(asked, citations.slice(0, 6))
    assert.strictEqual(judgement.usage.pages, 6)
  }))

it.effect("a page that the owner names is read too, where Gemini cites another", () =>
  Effect.gen(function*() {
    const { asked } = yield* judged(["https://koda.example/"], "https://named.example/koda")
    assert.sameMembers(asked, ["https://koda.example/", "https://named.example/koda"])
  }))

it.effect("what cites only what nobody may read is not grounded: confidence 0, and said", () =>
  Effect.gen(function*() {
    const { asked, judgement } = yield* judged(["http://10.0.0.1/", "https://vertexaisearch.cloud.google.com/other"])
    assert.deepInclude(judgement, { verdict: "unclear", confidence: 0 })
    assert.deepInclude(judgement.degraded, "2 citations lead to no page that can be read")
    assert.isEmpty(asked)
  }))

const cutOff = (isCut: (asked: GeminiAsked) => boolean) => (asked: GeminiAsked, answer: GeminiAnswer): GeminiAnswer =>
  "text" in answer && isCut(asked) ? { ...answer, status: "incomplete" } : answer

it.effect("an answer that did not end by itself is none, however whole it looks: in JSON it is asked for in prose", () =>
  Effect.gen(function*() {
    const { judgement } = yield* judged(["https://koda.example/"], "Koda 2", cutOff(({ grounded, json }) => grounded && json))
    assert.strictEqual(judgement.verdict, "met")
    assert.strictEqual(judgement.usage.modelCalls, 3)
  }))

it.effect.each([["the report", true], ["its JSON", false]])("in prose the run is worth another try: %s", ([_what, ofReport]) =>
  Effect.gen(function*() {
    // Of what was asked first neither is used: JSON with a search is cut off as well.
    const cut = cutOff(({ grounded, json }) => grounded && json || grounded === ofReport)
    const error = yield* Effect.flip(judged(["https://koda.example/"], "Koda 2", cut))
    assert.strictEqual(error.reason._tag, "SearchAnswerUnusable")
  }))
