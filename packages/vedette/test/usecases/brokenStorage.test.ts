import { Conflict, ConnectionLost, CorruptRow, Outbox, StorageError, TaskRepository } from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { deliver, deliverToTheEnd, only, told } from "./delivering.ts"
import { installation } from "./installation.ts"

describe("a storage that misbehaves", () => {
  const lost = new StorageError({ reason: new ConnectionLost({ message: "The database is restarting." }) })
  const unreadable = new StorageError({ reason: new CorruptRow({ message: "A row cannot be read." }) })

  it.effect("away when the target has answered, it is waited for: sent once", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      let failures = 4
      const flaky: Outbox["Service"] = {
        ...outbox,
        save: (...args) => Effect.suspend(() => failures-- > 0 ? Effect.fail(lost) : outbox.save(...args))
      }
      const trying = yield* Effect.forkChild(Effect.provideService(deliver, Outbox, flaky))
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* only(task.id)).status, "pending")
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(trying)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* deliver, 0)
      assert.strictEqual((yield* RecordingNotifier.use((recorder) => recorder.tries)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("a worker told to stop while a target answers stores the answer first", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      const saving = yield* Deferred.make<void>()
      const slow: Outbox["Service"] = {
        ...outbox,
        save: (...args) =>
          Deferred.succeed(saving, undefined).pipe(Effect.andThen(Effect.sleep("2 seconds")), Effect.andThen(outbox.save(...args)))
      }
      const trying = yield* Effect.forkChild(Effect.provideService(deliver, Outbox, slow))
      yield* Deferred.await(saving)
      const stopping = yield* Effect.forkChild(Fiber.interrupt(trying))
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(stopping)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("away for longer than the lease, the claim is given up and the delivery made again", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      const away: Outbox["Service"] = { ...outbox, save: () => Effect.fail(lost) }
      const trying = yield* Effect.forkChild(Effect.provideService(deliver, Outbox, away))
      yield* TestClock.adjust("60 seconds")
      yield* Fiber.join(trying)
      assert.strictEqual(yield* deliver, 1)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("an answer that it refuses is stored without its details: it was sent", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      const strict: Outbox["Service"] = {
        ...outbox,
        save: (delivery, attempt) =>
          attempt?.responseExcerpt === null ? outbox.save(delivery, attempt) : Effect.die(new Error("cannot be encoded"))
      }
      yield* Effect.provideService(deliver, Outbox, strict)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("a try that it refuses in any form, as a number that is taken, is left out: what it came to is stored, and not sent again", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      const taken = new StorageError({ reason: new Conflict({ message: "There is a try of that number.", rule: "duplicate_id" }) })
      const strict: Outbox["Service"] = {
        ...outbox,
        save: (delivery, attempt) => attempt === null ? outbox.save(delivery, attempt) : Effect.fail(taken)
      }
      yield* Effect.provideService(deliver, Outbox, strict)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
      yield* TestClock.adjust("60 seconds")
      yield* Effect.provideService(deliver, Outbox, strict)
      assert.strictEqual((yield* RecordingNotifier.use((recorder) => recorder.tries)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("what cannot be read is a try: put off, and failed in the end", () =>
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const tasks = yield* TaskRepository
      const task = yield* told()
      const error = "What is to be told cannot be read on this server."
      yield* Effect.provideService(deliver, Outbox, { ...outbox, notification: () => Effect.fail(unreadable) })
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1, lastError: error })
      yield* TestClock.adjust("10 seconds")
      yield* Effect.provideService(deliverToTheEnd, TaskRepository, { ...tasks, find: () => Effect.fail(unreadable) })
      assert.deepInclude(yield* only(task.id), { status: "failed", attempts: 10, lastError: error })
      assert.deepStrictEqual(yield* RecordingNotifier.use((recorder) => recorder.tries), [])
    }).pipe(Effect.provide(installation)))

  it.effect("away before anything was sent, no try is counted", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* told()
      yield* Effect.provideService(deliver, TaskRepository, { ...tasks, find: () => Effect.fail(lost) })
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 0 })
      yield* TestClock.adjust("60 seconds")
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("hung before anything was sent, the place is free again after 20 s: a try begun later might outlive its lease", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* told()
      const trying = yield* Effect.forkChild(
        Effect.provideService(deliver, TaskRepository, { ...tasks, find: () => Effect.never })
      )
      yield* TestClock.adjust("20 seconds")
      assert.isDefined(trying.pollUnsafe())
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 0 })
    }).pipe(Effect.provide(installation)))
})
