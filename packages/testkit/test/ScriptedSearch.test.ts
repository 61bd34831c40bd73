import { assert, describe, it } from "@effect/vitest"
import { nothingKnown, Search, SearchRateLimited, type SearchRequest, SearchUnavailable } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { ScriptedSearch } from "../src/fakes/ScriptedSearch.ts"
import { aJudgement } from "../src/fixtures/aJudgement.ts"

const now = DateTime.makeUnsafe(0)
const question = (searchQuery: string): SearchRequest => ({
  searchQuery,
  conditionDescription: "below 50",
  condition: null,
  sources: [],
  known: nothingKnown,
  earlierFindings: [],
  now,
  deadline: DateTime.add(now, { minutes: 1 })
})
const judge = (searchQuery: string) => Effect.flatMap(Search, (search) => search.judge(question(searchQuery)))

describe("ScriptedSearch", () => {
  it.effect("answers each query by its own script, in turn, and keeps the last line", () =>
    Effect.gen(function*() {
      const scripted = yield* ScriptedSearch
      const limited = new SearchRateLimited({ message: "Slow down.", retryAfterMs: 1_000 })
      yield* scripted.script("kettle", limited, aJudgement())
      yield* scripted.script("lamp", aJudgement({ verdict: "unclear" }))
      assert.strictEqual((yield* Effect.flip(judge("kettle"))).reason._tag, "SearchRateLimited")
      assert.strictEqual((yield* judge("lamp")).verdict, "unclear")
      assert.strictEqual((yield* judge("kettle")).verdict, "met")
      assert.strictEqual((yield* judge("kettle")).verdict, "met")
      const asked = (yield* scripted.requests).map((request) => request.searchQuery)
      assert.deepStrictEqual(asked, ["kettle", "lamp", "kettle", "kettle"])
    }).pipe(Effect.provide(ScriptedSearch.layer)))

  it.effect("a query without a script cannot be judged", () =>
    Effect.gen(function*() {
      assert.instanceOf((yield* Effect.flip(judge("kettle"))).reason, SearchUnavailable)
    }).pipe(Effect.provide(ScriptedSearch.layer)))

  it.effect("an answer that is not there by the deadline is a timeout", () =>
    Effect.gen(function*() {
      yield* (yield* ScriptedSearch).script("kettle", Effect.delay(Effect.succeed(aJudgement()), "2 minutes"))
      const fiber = yield* Effect.forkChild(Effect.flip(judge("kettle")))
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "SearchTimedOut")
    }).pipe(Effect.provide(ScriptedSearch.layer)))

  it.effect("a script that no search may give is a defect of the test", () =>
    Effect.gen(function*() {
      yield* (yield* ScriptedSearch).script("kettle", aJudgement({ quotes: [] }))
      const exit = yield* Effect.exit(judge("kettle"))
      assert.isTrue(Exit.hasDies(exit))
    }).pipe(Effect.provide(ScriptedSearch.layer)))
})
