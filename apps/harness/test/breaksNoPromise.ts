import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { printReport } from "../src/printReport.ts"
import { runScenario } from "../src/runScenario.ts"
import type { PageMoment, ReceiverMoment, Scenario } from "../src/scenario/Scenario.ts"
import type { ScenarioEvent } from "../src/scenario/ScenarioEvent.ts"
import { spanMs, spanText } from "../src/scenario/Span.ts"

const page = "https://shop.example/kettle"
const receiver = "https://hooks.example/owner"
const tasks = ["once", "always"] as const
const workers = ["w1", "w2", "w3"] as const

const LAST_EVENT_MS = 40 * 60 * 1_000

const oneOf = <A>(...items: readonly [A, ...ReadonlyArray<A>]): Effect.Effect<A> => Random.choice(items)

const instant = Effect.map(Random.nextIntBetween(1, LAST_EVENT_MS / 500), (half) => spanText(half * 500))

const inOrder = <Item extends { readonly at: string }>(items: ReadonlyArray<Item>) =>
  items.toSorted((a, b) => spanMs(a.at) - spanMs(b.at))

const several = <A>(least: number, most: number, one: Effect.Effect<A>) =>
  Effect.flatMap(Random.nextIntBetween(least, most), (count) => Effect.all(Array.from({ length: count }, () => one)))

const pageMoment: Effect.Effect<PageMoment> = Effect.gen(function*() {
  const at = yield* instant
  const after = spanText(1_000 * (yield* Random.nextIntBetween(0, 15)))
  return yield* oneOf<PageMoment>(
    { at, after, price: { amount: 279, currency: "EUR" } },
    { at, after, price: { amount: 349, currency: "EUR" } },
    { at, after, price: { amount: 301, currency: "EUR" } },
    { at, status: 404 },
    { at, unreachable: true }
  )
})

const receiverMoment: Effect.Effect<ReceiverMoment> = Effect.gen(function*() {
  const at = yield* instant
  const after = spanText(1_000 * (yield* Random.nextIntBetween(0, 20)))
  return yield* oneOf<ReceiverMoment>({ at, after, status: 204 }, { at, after, status: 500 }, { at, unreachable: true })
})

const event: Effect.Effect<ScenarioEvent> = Effect.gen(function*() {
  const at = yield* instant
  const task = yield* oneOf(...tasks)
  const worker = yield* oneOf(...workers)
  return yield* oneOf<ScenarioEvent>(
    { at, do: "pause", task },
    { at, do: "resume", task },
    { at, do: "complete", task },
    { at, do: "delete", task },
    { at, do: "edit", task, condition: "the price is below 290 EUR" },
    { at, do: "runNow", task },
    { at, do: "runNow", task, force: true },
    { at, do: "runNow", task, times: 5, suppress: true },
    { at, do: "killWorker", worker },
    { at, do: "stopWorker", worker },
    { at, do: "freezeWorker", worker },
    { at, do: "thawWorker", worker },
    { at, do: "startWorker", worker }
  )
})

/** Anything may happen for forty minutes; then fresh workers have the time to bring all of it to an end. */
const story: Effect.Effect<Scenario> = Effect.gen(function*() {
  const question = { query: `What does the kettle cost at ${page}?`, condition: "the price is below 300 EUR", webhook: receiver }
  return {
    name: "any story",
    shows: "whatever happens, no promise is broken",
    workers,
    web: { [page]: [{ at: "0s", price: { amount: 349, currency: "EUR" } }, ...inOrder(yield* several(2, 8, pageMoment))] },
    receivers: { [receiver]: [{ at: "0s", status: 204 }, ...inOrder(yield* several(0, 4, receiverMoment))] },
    tasks: {
      once: { ...question, notify: "once" },
      always: { ...question, notify: "always", minInterval: "15m", maxInterval: "15m" }
    },
    events: [
      ...inOrder(yield* several(4, 14, event)),
      ...workers.map((worker) => ({ at: "41m", do: "startWorker" as const, worker }))
    ],
    until: "65m",
    expect: { told: [], tasks: {} }
  }
})

/** A case per seed. What one of them finds is told again as a scenario of its own. */
export const breaksNoPromise = (from: number, to: number): void => {
  for (let seed = from; seed <= to; seed++) {
    it(`breaks no promise: seed ${seed}`, async () => {
      const scenario = await Effect.runPromise(Random.withSeed(story, `story ${seed}`))
      const report = await Effect.runPromise(runScenario(scenario, { seed }))
      assert.deepStrictEqual(report.broken, [], `${JSON.stringify(scenario.events, null, 1)}\n${printReport(report)}`)
      assert.isAbove(report.timeline.length, 10)
    })
  }
}
