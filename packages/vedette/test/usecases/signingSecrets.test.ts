import { rotateSecret, Secrets, SecretUnreadable, type TaskId, TaskRepository } from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { deliver, only, told, webhook } from "./delivering.ts"
import { installation, owner, stored } from "./installation.ts"

describe("secrets under another key", () => {
  /** Opens only what is not in `closed`. */
  const without = Effect.fnUntraced(function*(closed: ReadonlyArray<string>) {
    const secrets = yield* Secrets
    const partial: Secrets["Service"] = {
      ...secrets,
      open: (sealed) =>
        closed.includes(sealed)
          ? Effect.fail(new SecretUnreadable({ message: "VEDETTE_SECRET_KEY does not open it." }))
          : secrets.open(sealed)
    }
    return partial
  })
  const sealedOf = (taskId: TaskId) =>
    Effect.map(stored(taskId), (task) => task.channels.flatMap((channel) => channel.secrets.map((s) => s.sealed)))

  it.effect("where the current one does not open the delivery waits, says why, and is sent once the key is back", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* rotateSecret(owner, task.id, webhook)
      const [current] = yield* sealedOf(task.id)
      assert.isDefined(current)
      yield* Effect.provideService(deliver, Secrets, yield* without(current === undefined ? [] : [current]))
      assert.deepInclude(yield* only(task.id), {
        status: "pending",
        attempts: 1,
        lastError: "It could not be signed. VEDETTE_SECRET_KEY does not open it."
      })
      assert.deepStrictEqual(yield* RecordingNotifier.use((recorder) => recorder.tries), [])
      yield* TestClock.adjust("10 seconds")
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 2 })
    }).pipe(Effect.provide(installation)))

  it.effect("a retiring one that does not open is passed over", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const [retiring] = yield* sealedOf(task.id)
      assert.isDefined(retiring)
      const fresh = yield* rotateSecret(owner, task.id, webhook)
      yield* Effect.provideService(deliver, Secrets, yield* without(retiring === undefined ? [] : [retiring]))
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
      const [sent] = yield* RecordingNotifier.use((recorder) => recorder.told)
      assert.deepStrictEqual(sent?.secrets, [fresh])
    }).pipe(Effect.provide(installation)))

  it.effect("where none is current and no retiring one opens either, it waits: nothing is sent unsigned", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const tasks = yield* TaskRepository
      const now = yield* DateTime.now
      const before = yield* stored(task.id)
      yield* tasks.save({
        ...before,
        channels: before.channels.map((channel) => ({
          ...channel,
          secrets: channel.secrets.map((secret) => ({ ...secret, validUntil: DateTime.add(now, { hours: 1 }) }))
        }))
      })
      yield* Effect.provideService(deliver, Secrets, yield* without(yield* sealedOf(task.id)))
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
      assert.deepStrictEqual(yield* RecordingNotifier.use((recorder) => recorder.tries), [])
    }).pipe(Effect.provide(installation)))
})
