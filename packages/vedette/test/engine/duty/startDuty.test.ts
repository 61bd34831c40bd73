import { assert, describe, it } from "@effect/vitest"
import { DutyRoster } from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { TestClock } from "effect/testing"
import { type Duty, startDuty } from "../../../src/index.ts"

/** Virtual time in steps, so that what one step starts, the next can end. */
const pass = (seconds: number) => Effect.forEach(Array.from({ length: seconds }), () => TestClock.adjust("1 second"))

/** A duty of every ten seconds that keeps a record of its shifts, and a process that performs it. */
const recorded = <E>(shift: Effect.Effect<void, E> = Effect.void) => {
  const began: Array<number> = []
  const state = { open: 0, most: 0, cut: 0 }
  const duty: Duty<E, never> = {
    name: "test",
    schedule: { every: Duration.seconds(10) },
    perform: Effect.acquireUseRelease(
      Effect.map(Clock.currentTimeMillis, (now) => {
        began.push(now / 1_000)
        state.open += 1
        state.most = Math.max(state.most, state.open)
      }),
      () => shift,
      (_, exit) =>
        Effect.sync(() => {
          state.open -= 1
          if (Exit.hasInterrupts(exit)) state.cut += 1
        })
    )
  }
  return { began, state, process: startDuty(duty) }
}

describe("a recurring duty", () => {
  it.effect("recurs, so long after the end of its last shift", () => {
    const { began, process } = recorded(Effect.sleep("2 seconds"))
    return Effect.gen(function*() {
      yield* process
      yield* pass(37)
      assert.deepStrictEqual(began, [0, 12, 24, 36])
    }).pipe(Effect.scoped, Effect.provide(MemoryStorage.layer))
  })

  it.effect("is performed by one process at a time, however many there are and however long it takes", () => {
    const { began, process, state } = recorded(Effect.sleep("5 minutes"))
    return Effect.gen(function*() {
      yield* Effect.all([process, process, process])
      yield* pass(700)
      assert.strictEqual(state.most, 1)
      assert.lengthOf(began, 3)
    }).pipe(Effect.scoped, Effect.provide(MemoryStorage.layer))
  })

  it.effect("is tried again when it fails or breaks, and neither ends the process", () => {
    let shifts = 0
    const { began, process } = recorded(
      Effect.suspend(() => (shifts += 1) === 1 ? Effect.fail("refused") : shifts === 2 ? Effect.die("a bug") : Effect.void)
    )
    return Effect.gen(function*() {
      yield* process
      yield* pass(25)
      assert.deepStrictEqual(began, [0, 10, 20])
    }).pipe(Effect.scoped, Effect.provide(MemoryStorage.layer))
  })

  it.effect("goes to another process at once when the one at it stops", () => {
    const { began, process, state } = recorded(Effect.sleep("5 minutes"))
    return Effect.gen(function*() {
      const scope = yield* Scope.make()
      yield* Scope.provide(process, scope)
      yield* pass(30)
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(state.cut, 1)
      yield* process
      yield* pass(1)
      assert.deepStrictEqual(began, [0, 30])
    }).pipe(Effect.scoped, Effect.provide(MemoryStorage.layer))
  })

  it.effect("is stopped where another process has taken it over", () => {
    const { process, state } = recorded(Effect.sleep("5 minutes"))
    return Effect.gen(function*() {
      yield* process
      yield* pass(1)
      const roster = yield* DutyRoster
      // As if this process had stood still until its lease ran out and another one had begun.
      yield* roster.end({ name: "test", fence: 1 }, yield* Effect.map(Clock.currentTimeMillis, (now) => DateTime.makeUnsafe(now)))
      yield* roster.take("test", { lease: Duration.hours(1), worker: "another" })
      yield* pass(60)
      assert.strictEqual(state.cut, 1)
      assert.strictEqual(state.open, 0)
    }).pipe(Effect.scoped, Effect.provide(MemoryStorage.layer))
  })
})
