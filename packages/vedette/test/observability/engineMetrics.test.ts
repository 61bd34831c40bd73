import { ConnectionLost, createTask, Search, SearchError, SearchTimedOut, StorageError, WorkQueue } from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import { RecordingNotifier, SeededRandom, TestSecrets } from "@vedette/testkit/fakes"
import { aJudgement, fixtureIds } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { TestClock } from "effect/testing"
import { exportQueue, metricsText, startEngine } from "../../src/index.ts"

const judge = Search.of({
  judge: ({ searchQuery }) =>
    searchQuery === "slow"
      ? Effect.fail(new SearchError({ reason: new SearchTimedOut({ message: "Too slow." }) }))
      : Effect.succeed(aJudgement())
})

const installation = Layer.mergeAll(
  MemoryStorage.layer,
  RecordingNotifier.layer(),
  TestSecrets.layer,
  SeededRandom.layer(7),
  Layer.succeed(Search, judge)
)

describe("metrics", () => {
  it.effect("tell of runs by outcome, retries by category, deliveries by channel and outcome, and of the queue", () =>
    Effect.gen(function*() {
      yield* createTask({
        userId: fixtureIds.user,
        searchQuery: "met",
        runImmediately: true,
        notifications: [{ type: "webhook", target: { url: "https://hooks.example/" } }]
      })
      yield* createTask({ userId: fixtureIds.user, searchQuery: "slow", runImmediately: true })
      yield* startEngine
      for (let i = 0; i < 5; i++) yield* TestClock.adjust("1 second")
      const text = yield* metricsText
      const value = (line: string) => text.split("\n").find((one) => one.startsWith(`${line} `))?.split(" ")[1]
      assert.strictEqual(value("vedette_runs_total{outcome=\"success\"}"), "1")
      assert.strictEqual(value("vedette_runs_total{outcome=\"retrying\"}"), "1")
      assert.strictEqual(value("vedette_retries_total{category=\"timeout\"}"), "1")
      assert.strictEqual(value("vedette_deliveries_total{channel=\"webhook\",outcome=\"sent\"}"), "1")
      assert.strictEqual(value("vedette_queue_due"), "0")
      assert.strictEqual(value("vedette_queue_claimed"), "0")
      assert.strictEqual(value("vedette_overdue_seconds"), "0")
      assert.include(text, "# TYPE vedette_runs_total counter")
    }).pipe(
      Effect.scoped,
      Effect.provide(installation),
      Effect.provideService(Metric.MetricRegistry, new Map())
    ))
  it.effect("say nothing of a queue that cannot be measured, rather than what it was", () =>
    Effect.gen(function*() {
      yield* createTask({ userId: fixtureIds.user, searchQuery: "met", runImmediately: true })
      const measured = yield* metricsText
      assert.match(measured, /^vedette_queue_due 1$/m)
      const queue = yield* WorkQueue
      const away = new StorageError({ reason: new ConnectionLost({ message: "The connection was lost." }) })
      const text = yield* Effect.provideService(metricsText, WorkQueue, { ...queue, depth: Effect.fail(away) })
      assert.notMatch(text, /vedette_(overdue|queue)/)
    }).pipe(
      Effect.provide(installation),
      Effect.provideService(Metric.MetricRegistry, new Map())
    ))

  it.effect("push nothing of a queue that cannot be measured to a collector, or hangs, until it can be again", () =>
    Effect.gen(function*() {
      yield* createTask({ userId: fixtureIds.user, searchQuery: "met", runImmediately: true })
      const queue = yield* WorkQueue
      const away = new StorageError({ reason: new ConnectionLost({ message: "The connection was lost." }) })
      let depth: typeof queue.depth = queue.depth
      yield* Effect.provideService(exportQueue, WorkQueue, { ...queue, depth: Effect.suspend(() => depth) })
      const pushed = Effect.gen(function*() {
        yield* TestClock.adjust("15 seconds")
        return (yield* Metric.snapshot).map(({ id }) => id).filter((id) => /^vedette_(overdue|queue)/.test(id)).toSorted()
      })
      const all = ["vedette_overdue_seconds", "vedette_queue_claimed", "vedette_queue_due"]
      assert.deepStrictEqual(yield* pushed, all)
      depth = Effect.fail(away)
      assert.deepStrictEqual(yield* pushed, [])
      depth = queue.depth
      assert.deepStrictEqual(yield* pushed, all)
      depth = Effect.never
      assert.deepStrictEqual(yield* pushed, [])
    }).pipe(
      Effect.scoped,
      Effect.provide(installation),
      Effect.provideService(Metric.MetricRegistry, new Map())
    ))
})
