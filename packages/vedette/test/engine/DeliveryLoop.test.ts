import { ChannelKind, type Notifier, Notifiers, notifiersOf, Search, settleRuns } from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { TestClock } from "effect/testing"
import { startEngine } from "../../src/engine/Engine.ts"
import { defaultEngineSettings, EngineOptions } from "../../src/engine/EngineOptions.ts"
import { claim, deliveriesOf, dueTask, hook, installation, judged, met } from "../usecases/installation.ts"

const pigeon = { type: "pigeon", target: { url: "https://loft.example/" } }

/** The recording channel, and a second one beside it whose pigeons take this long. */
const bothChannels = Effect.fnUntraced(function*(flight: Duration.Duration) {
  const { notifier: webhook } = yield* RecordingNotifier
  let called = 0
  const slow: Notifier = {
    ...webhook,
    kind: ChannelKind.make("pigeon"),
    deliver: () =>
      Effect.suspend(() => {
        called += 1
        return Effect.as(Effect.sleep(flight), { httpStatus: null, responseExcerpt: null })
      })
  }
  return { notifiers: notifiersOf(slow, webhook), called: () => called }
})

/** An engine of its own scope. `stop` ends when it has drained, and answers how long that took. */
const engine = Effect.gen(function*() {
  const scope = yield* Scope.make()
  yield* startEngine.pipe(
    Scope.provide(scope),
    Effect.provideService(EngineOptions, { ...defaultEngineSettings, drainWithin: Duration.seconds(25) })
  )
  return {
    stop: Effect.gen(function*() {
      const before = yield* Clock.currentTimeMillis
      yield* Scope.close(scope, Exit.void)
      return Duration.toSeconds(Duration.millis((yield* Clock.currentTimeMillis) - before))
    })
  }
})

/** So many tasks that have just decided to tell on both channels. */
const toldOnBoth = Effect.fnUntraced(function*(tasks: number) {
  const ids = yield* Effect.forEach(Array.from({ length: tasks }), () =>
    Effect.map(dueTask({ notifications: [pigeon, hook] }), (task) => task.id))
  while (true) {
    const runs = yield* claim()
    if (runs.length === 0) return ids
    yield* settleRuns(runs.map((run) => judged(run, met)))
  }
})

const statuses = (ids: Effect.Success<ReturnType<typeof toldOnBoth>>, kind: string) =>
  Effect.map(Effect.forEach(ids, deliveriesOf), (all) => all.flat().filter((d) => d.kind === kind).map((d) => d.status))

describe("the delivery loops", () => {
  it.effect("a channel that hangs in all its places holds up no other channel, and gets its places back", () =>
    Effect.gen(function*() {
      const { called, notifiers } = yield* bothChannels(Duration.infinity)
      yield* Effect.gen(function*() {
        const ids = yield* toldOnBoth(30)
        const { stop } = yield* engine
        // In steps: thirty deliveries take more turns of the scheduler than one step of the clock waits for.
        yield* Effect.forEach([1, 2, 3, 4], () => TestClock.adjust("250 millis"))
        assert.deepStrictEqual(yield* statuses(ids, "webhook"), ids.map(() => "sent"))
        assert.strictEqual(called(), 20, "each channel has twenty places")
        yield* TestClock.adjust("30 seconds")
        assert.isAtLeast(called(), 30, "the hung tries were stopped")
        const stopping = yield* Effect.forkChild(stop)
        yield* TestClock.adjust("30 seconds")
        yield* Fiber.join(stopping)
      }).pipe(Effect.provideService(Notifiers, notifiers))
    }).pipe(Effect.provide(installation)))

  it.effect("a stopping engine lets tries end that end in time, and begins none that might not", () =>
    Effect.gen(function*() {
      const { called, notifiers } = yield* bothChannels(Duration.seconds(12))
      yield* Effect.gen(function*() {
        const ids = yield* toldOnBoth(45)
        // A run that hangs keeps the loops at work until the end.
        yield* dueTask()
        const { stop } = yield* Effect.provideService(engine, Search, { judge: () => Effect.never })
        yield* TestClock.adjust("1 second")
        assert.strictEqual(called(), 20)
        const stopping = yield* Effect.forkChild(stop)
        yield* TestClock.adjust("25 seconds")
        assert.strictEqual(yield* Fiber.join(stopping), 25)
        assert.strictEqual(called(), 20, "with 14 s left none is begun")
        const sent = (yield* statuses(ids, "pigeon")).filter((status) => status === "sent")
        assert.strictEqual(sent.length, 20)
      }).pipe(Effect.provideService(Notifiers, notifiers))
    }).pipe(Effect.provide(installation)))

  it.effect("runs and all channels drain within one allowance; what hangs then is interrupted and taken over later", () =>
    Effect.gen(function*() {
      const { called, notifiers } = yield* bothChannels(Duration.infinity)
      yield* Effect.gen(function*() {
        const ids = yield* toldOnBoth(3)
        yield* dueTask()
        const first = yield* Effect.provideService(engine, Search, { judge: () => Effect.never })
        yield* TestClock.adjust("1 second")
        const stopping = yield* Effect.forkChild(first.stop)
        yield* TestClock.adjust("24 seconds")
        assert.isUndefined(stopping.pollUnsafe())
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* Fiber.join(stopping), 25)
        assert.deepStrictEqual(yield* statuses(ids, "pigeon"), ["pending", "pending", "pending"])
        const second = yield* engine
        yield* TestClock.adjust("61 seconds")
        assert.strictEqual(called(), 6, "once each by the second engine")
        const ending = yield* Effect.forkChild(second.stop)
        yield* TestClock.adjust("30 seconds")
        yield* Fiber.join(ending)
      }).pipe(Effect.provideService(Notifiers, notifiers))
    }).pipe(Effect.provide(installation)))
})
