import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { Evaluator } from "../../../src/ports/Evaluator.ts"
import { Planner } from "../../../src/ports/Planner.ts"
import { SearchAnswerUnusable, SearchError, SearchUnavailable } from "../../../src/ports/Search.ts"
import { WebSearch } from "../../../src/ports/WebSearch.ts"
import { noUsage } from "../../../src/search/Judgement.ts"
import { ReadAnew } from "../../../src/search/ReadAnew.ts"
import { sharedEvaluator, sharedPlanner, sharedWebSearch } from "../../../src/search/sharing/shareSearch.ts"

const counting = (works: () => boolean = () => true) => {
  const asked: Array<string> = []
  const engine = Layer.succeed(WebSearch, WebSearch.of({
    costMicroUsd: 0,
    search: ({ query }) =>
      Effect.suspend(() => {
        asked.push(query)
        return works() ? Effect.succeed([]) : Effect.fail(new SearchError({ reason: new SearchUnavailable({ message: "Down." }) }))
      })
  }))
  return { asked, layer: sharedWebSearch.pipe(Layer.provide(engine)) }
}
const search = (query: string, limit = 5) => WebSearch.use((web) => web.search({ query, limit }))

describe("one search for all who ask the same", () => {
  it.effect("whatever its case and spacing, for ten minutes", () => {
    const { asked, layer } = counting()
    return Effect.gen(function*() {
      yield* Effect.all([search("Koda 2"), search(" koda  2"), search("KODA ２")], { concurrency: "unbounded" })
      assert.lengthOf(asked, 1)
      yield* TestClock.adjust("10 minutes")
      yield* search("Koda 2")
      assert.lengthOf(asked, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("but for other words, another limit, and who asks by hand", () => {
    const { asked, layer } = counting()
    return Effect.gen(function*() {
      yield* search("Koda 2")
      yield* search("Koda 3")
      yield* search("Koda 2", 6)
      yield* Effect.provideService(search("Koda 2"), ReadAnew, true)
      assert.lengthOf(asked, 4)
    }).pipe(Effect.provide(layer))
  })

  it.effect("and a failure is nobody's answer a moment later", () => {
    let up = false
    const { asked, layer } = counting(() => up)
    return Effect.gen(function*() {
      yield* Effect.flip(search("Koda 2"))
      up = true
      yield* search("Koda 2")
      assert.lengthOf(asked, 2)
    }).pipe(Effect.provide(layer))
  })
})

const unbudgeted = { tokens: null, microUsd: null }
const failing = Effect.andThen(Effect.yieldNow, Effect.fail(new SearchError({ reason: new SearchUnavailable({ message: "Down." }), usage: { ...noUsage, modelCalls: 1, tokens: 90 } })))

it.effect("a failure that several share is paid for by one of them", () => {
  const question = { searchQuery: "Koda 2", conditionDescription: "c" }
  const now = DateTime.makeUnsafe(0)
  const planning = Planner.use(({ plan }) => plan({ question, now, budget: unbudgeted }))
  const evaluating = Evaluator.use(({ evaluate }) => evaluate({ question, passages: [], now, budget: unbudgeted }))
  const shared = Layer.mergeAll(
    sharedPlanner.pipe(Layer.provide(Layer.succeed(Planner, Planner.of({ plan: () => failing })))),
    sharedEvaluator.pipe(Layer.provide(Layer.succeed(Evaluator, Evaluator.of({ model: "m", promptVersion: "1", evaluate: () => failing }))))
  )
  return Effect.gen(function*() {
    const paid = Effect.fnUntraced(function*<A, R>(work: Effect.Effect<A, SearchError, R>) {
      const errors = yield* Effect.all([Effect.flip(work), Effect.flip(work)], { concurrency: "unbounded" })
      return errors.map(({ usage }) => usage?.tokens)
    })
    assert.sameMembers(yield* paid(planning), [90, 0])
    assert.sameMembers(yield* paid(evaluating), [90, 0])
  }).pipe(Effect.provide(shared))
})

it.effect("a model that cannot plan is asked and paid once an hour, and the owner's own words are searched for until it can, for a month", () => {
  let asked = 0
  const planner = Layer.succeed(Planner, Planner.of({
    plan: () =>
      Effect.suspend(() => {
        asked += 1
        return asked > 2 ? Effect.succeed({ queries: ["Koda 2 release"], usage: { ...noUsage, tokens: 50 } }) : Effect.fail(new SearchError({ reason: new SearchAnswerUnusable({ message: "No plan." }), usage: { ...noUsage, modelCalls: 2, tokens: 90 } }))
      })
  }))
  const plan = Planner.use(({ plan }) =>
    plan({ question: { searchQuery: " Koda\n 2 ", conditionDescription: "c" }, now: DateTime.makeUnsafe(0), budget: unbudgeted })
  )
  return Effect.gen(function*() {
    const plans = [yield* plan, yield* plan]
    assert.deepStrictEqual(plans.map(({ queries, usage }) => [queries, usage.tokens]), [[["Koda 2"], 90], [["Koda 2"], 0]])
    assert.strictEqual(asked, 1)
    yield* TestClock.adjust("59 minutes")
    assert.deepStrictEqual([(yield* plan).queries, asked], [["Koda 2"], 1])
    yield* TestClock.adjust("1 minute")
    assert.deepStrictEqual([(yield* plan).usage.tokens, asked], [90, 2])
    yield* TestClock.adjust("1 hour")
    assert.deepStrictEqual([(yield* plan).queries, asked], [["Koda 2 release"], 3])
    yield* TestClock.adjust("29 days")
    assert.deepStrictEqual([(yield* plan).usage.tokens, asked], [0, 3])
    yield* TestClock.adjust("1 day")
    assert.deepStrictEqual([(yield* plan).usage.tokens, asked], [50, 4])
  }).pipe(Effect.provide(sharedPlanner.pipe(Layer.provide(planner))))
})
