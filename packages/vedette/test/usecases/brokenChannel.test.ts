import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { deliver, deliverToTheEnd, only, told, triesOf, withChannel } from "./delivering.ts"
import { installation, secondsUntil } from "./installation.ts"

describe("a channel that misbehaves", () => {
  it.effect("one that hangs is stopped after 30 s, within the lease, and its delivery put off", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const trying = yield* Effect.forkChild(withChannel(deliver, () => ({ deliver: () => Effect.never })))
      yield* TestClock.adjust("29 seconds")
      assert.isUndefined(trying.pollUnsafe())
      yield* TestClock.adjust("1 second")
      assert.isDefined(trying.pollUnsafe())
      const [attempt] = yield* triesOf(task.id)
      assert.deepInclude(attempt, { outcome: "deferred", latencyMs: 30_000, error: "It took longer than 30s and was stopped." })
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("one that cannot be interrupted is not waited for either", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const trying = yield* Effect.forkChild(
        withChannel(deliver, () => ({ deliver: () => Effect.uninterruptible(Effect.never) }))
      )
      yield* TestClock.adjust("30 seconds")
      assert.isDefined(trying.pollUnsafe())
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect.each<[string, () => Effect.Effect<never>]>([
    ["throws", () => {
      throw new RangeError("boom")
    }],
    ["dies", () => Effect.die(new RangeError("boom"))],
    ["interrupts itself", () => Effect.interrupt]
  ])("one that %s has made a try: put off up the ladder, and failed at its end", ([, breaks]) =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* withChannel(deliver, () => ({ deliver: breaks }))
      const error = "It could not be sent for an unexpected reason on this server."
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1, lastError: error })
      assert.closeTo(yield* secondsUntil((yield* only(task.id)).dueAt), 5, 0.5)
      yield* TestClock.adjust("6 seconds")
      yield* withChannel(deliverToTheEnd, () => ({ deliver: breaks }))
      assert.deepInclude(yield* only(task.id), { status: "failed", attempts: 10, dueAt: null, lastError: error })
      assert.deepStrictEqual((yield* triesOf(task.id)).map((a) => a.outcome), Array.from({ length: 10 }, () => "deferred"))
    }).pipe(Effect.provide(installation)))

  it.effect("one whose addresses break has made a try as well", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* withChannel(deliver, () => ({
        address: () => {
          throw new Error("boom")
        }
      }))
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
    }).pipe(Effect.provide(installation)))
})
