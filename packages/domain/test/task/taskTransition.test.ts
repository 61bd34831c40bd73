import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { InvalidTransition } from "../../src/task/refusals.ts"
import { taskEvent } from "../../src/task/taskTransition.ts"

describe("taskEvent", () => {
  it.effect.each([
    ["active", "paused", "pause"],
    ["active", "completed", "complete"],
    ["paused", "active", "resume"],
    ["completed", "active", "restart"]
  ] as const)("%s to %s is %s", ([from, to, event]) =>
    Effect.gen(function*() {
      assert.strictEqual(yield* taskEvent(from, to), event)
    }))

  it.effect.each(["active", "paused", "completed"] as const)("%s to itself is nothing, and no refusal", (state) =>
    Effect.gen(function*() {
      assert.isNull(yield* taskEvent(state, state))
    }))

  it.effect.each([["paused", "completed"], ["completed", "paused"]] as const)("%s to %s is refused", ([from, to]) =>
    Effect.gen(function*() {
      const refusal = yield* Effect.flip(taskEvent(from, to))
      assert.instanceOf(refusal, InvalidTransition)
      assert.strictEqual(refusal.message, `Invalid state transition: ${from} -> ${to}`)
    }))
})
