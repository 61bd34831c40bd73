import { WorkQueue } from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import { readiness, workCheck } from "../../src/index.ts"

describe("readiness", () => {
  it.effect("logs in a line what is not ready and why, and a bug with its cause", () =>
    Effect.gen(function*() {
      const lines: Array<string> = []
      const logger = Logger.make(({ cause, message }) => {
        lines.push(`${String(message)}${cause.reasons.length > 0 ? " with its cause" : ""}`)
      })
      const queue = yield* WorkQueue
      const work = yield* Effect.provideService(workCheck, WorkQueue, {
        ...queue,
        depth: Effect.succeed({ due: 1, claimed: 0, overdue: Duration.millis(128_157.362) })
      })
      const { checks, ready } = yield* readiness([work, { name: "broken", check: Effect.die(new Error("a bug")) }]).pipe(
        Effect.provide(Logger.layer([logger]))
      )
      assert.isFalse(ready)
      assert.deepStrictEqual(checks, [{ name: "work", ok: false }, { name: "broken", ok: false }])
      assert.deepStrictEqual(lines, ["Not ready: work: a run has been due for 2m 8s", "Not ready: broken with its cause"])
    }).pipe(Effect.provide(MemoryStorage.layer)))
})
