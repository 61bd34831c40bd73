import { assert, it } from "@effect/vitest"
import { nothingKnown, Search } from "@vedette/domain"
import { FakeWeb, type Responder, respond } from "@vedette/testkit"
import { saidByGemini } from "@vedette/testkit/search"
import { geminiServer, googleError } from "@vedette/testkit/stand-ins"
import { WebPageReader } from "@vedette/web-reader"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { GeminiSearch } from "../src/index.ts"

const baseUrl = "https://gemini.example"
const page = "https://koda.example/2"
const sentence = "The Koda 2 is in our shops from today."

const searching = GeminiSearch.layer({ apiKey: Redacted.make("AIza"), fallbackApiKey: null, model: "m", baseUrl, price: null }).pipe(
  Layer.provide(WebPageReader.layer()),
  Layer.provideMerge(FakeWeb.layer)
)

/** How many calls of the model two runs make, where the first call of all is answered otherwise than the others. The first may be of tasks that ask the same. */
const callsOfTwoRuns = (firstOfAll: Responder, alike = 1) =>
  Effect.gen(function*() {
    const web = yield* FakeWeb
    const whole = geminiServer({ models: ["m"], keys: ["AIza"], answer: (asked) => saidByGemini({ verdict: "met", quotes: [sentence] }, asked, [page]) })
    let calls = 0
    yield* web.serve(page, respond.html(`<h1>Koda 2</h1><p>${sentence}</p>`))
    yield* web.serve(`${baseUrl}/v1beta/interactions`, (request) => calls++ === 0 ? firstOfAll(request) : whole(request))
    const run = Effect.fnUntraced(function*(searchQuery: string) {
      const now = yield* DateTime.now
      const before = calls
      const { judge } = yield* Search
      const conditionDescription = "the Koda 2 can be bought in shops"
      yield* judge({
        searchQuery,
        conditionDescription,
        condition: null,
        sources: [],
        known: nothingKnown,
        earlierFindings: [],
        now,
        deadline: DateTime.add(now, { minutes: 1 })
      })
      return calls - before
    })
    const [first] = yield* Effect.all(Array.from({ length: alike }, () => run("Koda 2")), { concurrency: "unbounded" })
    return [first, yield* run("Koda 2 in shops")]
  }).pipe(Effect.provide(searching))

it.effect("an answer that breaks off is asked for in prose, and the next run in JSON again", () =>
  Effect.map(
    callsOfTwoRuns(() => Effect.succeed({ headers: { "content-type": "application/json" }, body: "{\"status\":\"comp" })),
    (calls) => assert.deepStrictEqual(calls, [3, 1])
  ))

it.effect("an answer that breaks off for several tasks at once is no refusal to those who did not pay for it", () =>
  Effect.map(
    callsOfTwoRuns(() => Effect.succeed({ headers: { "content-type": "application/json" }, body: "{\"status\":\"comp" }), 3),
    ([, later]) => assert.strictEqual(later, 1)
  ))

it.effect("a model that does not take search and a schema at once is asked in prose from then on", () =>
  Effect.map(
    callsOfTwoRuns(geminiServer({ models: ["m"], keys: ["AIza"], answer: () => googleError(400, "INVALID_ARGUMENT") })),
    (calls) => assert.deepStrictEqual(calls, [3, 2])
  ))
