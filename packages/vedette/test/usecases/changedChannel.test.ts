import { type ChannelTarget, deleteTask, Outbox, TaskRepository, updateTask } from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { deferred, deliver, only, rejected, told, withChannel } from "./delivering.ts"
import { deliveriesOf, installation, owner, stored } from "./installation.ts"

type Installed = Layer.Success<typeof installation>

const elsewhere = { type: "webhook", target: { url: "https://hook.example/b" } }

describe("a channel that changes while something is owed", () => {
  it.effect("pointed elsewhere, what is owed goes there, once, and the log says so", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const recorder = yield* RecordingNotifier
      yield* recorder.failNext(deferred())
      yield* deliver
      yield* updateTask({ userId: owner, id: task.id, notifications: [elsewhere] })
      yield* TestClock.adjust("10 seconds")
      yield* deliver
      const target: ChannelTarget = { url: "https://hook.example/b" }
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 2, address: "https://hook.example/b", target })
      assert.deepStrictEqual((yield* recorder.tries).map((t) => t.address), ["https://hook.example/a", "https://hook.example/b"])
    }).pipe(Effect.provide(installation)))

  it.effect("where two deliveries of one event now point to one address, both end", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const owed = yield* only(task.id)
      const outbox = yield* Outbox
      const notification = yield* Effect.flatMap(outbox.notification(owed.notificationId), (found) => Effect.fromOption(found))
      const other = { ...owed, id: notification.id as string as typeof owed.id, address: "https://hook.example/b" }
      yield* outbox.owe(notification, [other])
      yield* deliver
      const both = yield* deliveriesOf(task.id)
      assert.deepStrictEqual(both.map((d) => `${d.status} ${d.address}`).toSorted(), [
        "sent https://hook.example/a",
        "sent https://hook.example/b"
      ])
    }).pipe(Effect.provide(installation)))

  it.effect("410 from the old target leaves the one it was pointed to meanwhile switched on", () =>
    Effect.gen(function*() {
      const context = yield* Effect.context<Installed>()
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(true)))
      yield* withChannel(deliver, (notifier) => ({
        deliver: (...args) =>
          Effect.ensuring(
            notifier.deliver(...args),
            Effect.orDie(Effect.provideContext(updateTask({ userId: owner, id: task.id, notifications: [elsewhere] }), context))
          )
      }))
      assert.deepStrictEqual((yield* stored(task.id)).channels.map((c) => [c.target, c.disabledReason]), [
        [{ url: "https://hook.example/b" }, null]
      ])
      // The alert that the old one did not take is told by the new one.
      const [failed, word] = yield* deliveriesOf(task.id)
      assert.deepInclude(failed, { status: "failed", address: "https://hook.example/a" })
      assert.deepInclude(word, { event: "delivery_failed", status: "pending", address: "https://hook.example/b" })
    }).pipe(Effect.provide(installation)))

  it.effect("410 while the task is deleted leaves nothing behind and holds up nobody", () =>
    Effect.gen(function*() {
      const context = yield* Effect.context<Installed>()
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(true)))
      yield* withChannel(deliver, (notifier) => ({
        deliver: (...args) =>
          Effect.ensuring(notifier.deliver(...args), Effect.orDie(Effect.provideContext(deleteTask(owner, task.id), context)))
      }))
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.strictEqual(yield* deliver, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("410 locks the task before it writes the delivery, as a deletion does", () =>
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const tasks = yield* TaskRepository
      const steps: Array<string> = []
      yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(true)))
      yield* deliver.pipe(
        Effect.provideService(TaskRepository, {
          ...tasks,
          lock: (id) => Effect.tap(tasks.lock(id), () => Effect.sync(() => steps.push("task locked")))
        }),
        Effect.provideService(Outbox, {
          ...outbox,
          save: (...args) => Effect.tap(outbox.save(...args), () => Effect.sync(() => steps.push("delivery saved")))
        })
      )
      assert.deepStrictEqual(steps, ["task locked", "delivery saved"])
    }).pipe(Effect.provide(installation)))
})
