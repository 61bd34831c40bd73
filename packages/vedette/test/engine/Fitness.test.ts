import { ConnectionLost, Installation, Outbox, Search, settleRuns, StorageError, StorageFailed, type StorageReason } from "@vedette/domain"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { startEngine } from "../../src/engine/Engine.ts"
import { claim, deliveriesOf, dueTask, hook, installation, judged, met, newestExecution, notMet } from "../usecases/installation.ts"

const pass = (seconds: number) => Effect.forEach(Array.from({ length: seconds }), () => TestClock.adjust("1 second"))

/** An engine whose every judgement takes ten seconds, on a storage of which this is said of its schema. */
const engine = Effect.gen(function*() {
  let said: StorageReason | null = null
  let looked = 0
  const outbox = yield* Outbox
  yield* startEngine.pipe(
    Effect.provideService(Outbox, { ...outbox, untilNext: (kind) => Effect.suspend(() => (looked += 1, outbox.untilNext(kind))) }),
    Effect.provideService(Search, { judge: () => Effect.as(Effect.sleep("10 seconds"), notMet) }),
    Effect.provideService(Installation, {
      ...(yield* Installation),
      requireSchema: Effect.suspend(() => said === null ? Effect.void : Effect.fail(new StorageError({ reason: said })))
    })
  )
  const say = (reason: StorageReason | null) => {
    said = reason
  }
  return { say, looks: () => looked }
})

const tooNew = new StorageFailed({ message: "The database was changed by a newer version." })

describe("an engine on a schema that its version cannot work on", () => {
  it.effect("takes up no run and no delivery, lets end what runs, and goes on when it can again", () =>
    Effect.gen(function*() {
      const running = yield* dueTask()
      const { looks, say } = yield* engine
      yield* pass(2)
      say(tooNew)
      yield* pass(4)
      // As by another process: due, and owed, here.
      const waiting = yield* dueTask({ notifications: [hook] })
      const owing = yield* dueTask({ notifications: [hook] })
      yield* settleRuns((yield* claim("another")).filter(({ task }) => task.id === owing.id).map((run) => judged(run, met)))
      yield* pass(6)
      const before = looks()
      yield* pass(60)
      assert.strictEqual(looks(), before, "nothing is asked of a schema that cannot be worked on")
      const deliveries = Effect.map(deliveriesOf(owing.id), (all) => all.map(({ status }) => status))
      assert.strictEqual((yield* newestExecution(running.id)).status, "success", "what ran has ended")
      assert.deepStrictEqual(yield* deliveries, ["pending"])
      assert.strictEqual((yield* newestExecution(waiting.id)).status, "running", "left by the other process")
      say(null)
      yield* pass(30)
      assert.deepStrictEqual(yield* deliveries, ["sent"])
      assert.strictEqual((yield* newestExecution(waiting.id)).status, "success")
    }).pipe(Effect.scoped, Effect.provide(installation)))

  it.effect("a storage that cannot be reached says nothing about it", () =>
    Effect.gen(function*() {
      const { say } = yield* engine
      say(new ConnectionLost({ message: "The database does not answer." }))
      const task = yield* dueTask()
      yield* pass(20)
      assert.strictEqual((yield* newestExecution(task.id)).status, "success")
    }).pipe(Effect.scoped, Effect.provide(installation)))
})
