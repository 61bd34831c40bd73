import { assert } from "@effect/vitest"
import { ExecutionRepository, Outbox, TaskRepository, UnitOfWork, WorkQueue } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

/** One write to each of the repositories and to the work queue, and a look at what is left of them. */
const writesEverywhere = Effect.gen(function*() {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const outbox = yield* Outbox
  const queue = yield* WorkQueue
  const scheduled = yield* given.task()
  const task = yield* given.unsavedTask({ userId: scheduled.userId })
  const execution = yield* given.unsavedExecution(task)
  const notification = yield* given.unsavedNotification(execution)
  const delivery = yield* given.unsavedDelivery(notification)
  const { now } = yield* ContractTime
  return {
    write: Effect.gen(function*() {
      yield* tasks.insert(task)
      yield* executions.insert([execution])
      yield* outbox.owe(notification, [delivery])
      yield* queue.schedule(scheduled.id, yield* now)
    }),
    left: Effect.gen(function*() {
      const found = yield* tasks.find(scheduled.id)
      return {
        task: Option.isSome(yield* tasks.find(task.id)),
        execution: Option.isSome(yield* executions.find(execution.id)),
        notification: Option.isSome(yield* outbox.notification(notification.id)),
        delivery: (yield* outbox.countDeliveries({ userId: task.userId, taskId: task.id, executionId: null, kind: null })) > 0,
        schedule: Option.exists(found, (row) => row.dueAt !== null)
      }
    })
  }
})
const everything = { task: true, execution: true, notification: true, delivery: true, schedule: true }
const nothing = { task: false, execution: false, notification: false, delivery: false, schedule: false }

export const unitOfWorkLaws = [
  storageLaw(
    "a transaction that succeeds leaves all of its writes",
    Effect.gen(function*() {
      const { left, write } = yield* writesEverywhere
      yield* (yield* UnitOfWork).transact(write)
      assert.deepStrictEqual(yield* left, everything)
    })
  ),
  storageLaw(
    "a transaction sees its own writes",
    Effect.gen(function*() {
      const { left, write } = yield* writesEverywhere
      const inside = yield* (yield* UnitOfWork).transact(Effect.andThen(write, left))
      assert.deepStrictEqual(inside, everything)
    })
  ),
  storageLaw(
    "a failure inside a transaction leaves nothing behind",
    Effect.gen(function*() {
      const { left, write } = yield* writesEverywhere
      const error = yield* Effect.flip((yield* UnitOfWork).transact(Effect.andThen(write, Effect.fail("refused"))))
      assert.strictEqual(error, "refused")
      assert.deepStrictEqual(yield* left, nothing)
    })
  ),
  storageLaw(
    "a defect inside a transaction leaves nothing behind",
    Effect.gen(function*() {
      const { left, write } = yield* writesEverywhere
      yield* Effect.exit((yield* UnitOfWork).transact(Effect.andThen(write, Effect.die("a bug"))))
      assert.deepStrictEqual(yield* left, nothing)
    })
  ),
  storageLaw(
    "an interruption inside a transaction leaves nothing behind",
    Effect.gen(function*() {
      const { left, write } = yield* writesEverywhere
      const written = yield* Deferred.make<void>()
      const fiber = yield* (yield* UnitOfWork).transact(
        write.pipe(Effect.andThen(Deferred.succeed(written, undefined)), Effect.andThen(Effect.never))
      ).pipe(Effect.forkChild)
      yield* Effect.raceFirst(Deferred.await(written), Fiber.join(fiber))
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* left, nothing)
    })
  ),
  storageLaw(
    "a nested transaction is undone with the outer one",
    Effect.gen(function*() {
      const { left, write } = yield* writesEverywhere
      const { transact } = yield* UnitOfWork
      yield* Effect.flip(transact(Effect.andThen(transact(write), Effect.fail("refused"))))
      assert.deepStrictEqual(yield* left, nothing)
    })
  ),
  storageLaw(
    "a nested transaction that fails takes back its own writes, and the outer one goes on",
    Effect.gen(function*() {
      const inner = yield* writesEverywhere
      const outer = yield* writesEverywhere
      const { transact } = yield* UnitOfWork
      yield* transact(Effect.gen(function*() {
        yield* outer.write
        yield* Effect.flip(transact(Effect.andThen(inner.write, Effect.fail("refused"))))
      }))
      assert.deepStrictEqual(yield* outer.left, everything)
      assert.deepStrictEqual(yield* inner.left, nothing)
    })
  ),
  storageLaw(
    "what is not committed is seen by nobody else",
    Effect.gen(function*() {
      const { left, write } = yield* writesEverywhere
      const written = yield* Deferred.make<void>()
      const seen = yield* Deferred.make<void>()
      const fiber = yield* (yield* UnitOfWork).transact(
        write.pipe(Effect.andThen(Deferred.succeed(written, undefined)), Effect.andThen(Deferred.await(seen)))
      ).pipe(Effect.forkChild)
      yield* Effect.raceFirst(Deferred.await(written), Fiber.join(fiber))
      const outside = yield* left
      yield* Deferred.succeed(seen, undefined)
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(outside, nothing)
      assert.deepStrictEqual(yield* left, everything)
    })
  ),
  storageLaw(
    "what a lock read stays true until the transaction ends",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const { transact } = yield* UnitOfWork
      const { id } = yield* given.task()
      // More than a pool of connections usually holds, so that waiting for a connection and for a lock both happen.
      const writers = 20
      yield* Effect.forEach(Array.from({ length: writers }), () =>
        transact(Effect.gen(function*() {
          const task = Option.getOrThrow(yield* tasks.lock(id))
          yield* Effect.yieldNow
          yield* tasks.save({ ...task, lastInterval: (task.lastInterval ?? 0) + 1 })
        })), { concurrency: "unbounded", discard: true })
      assert.strictEqual(Option.getOrThrow(yield* tasks.find(id)).lastInterval, writers)
    })
  ),
  storageLaw(
    "now is the storage's own time, and inside a transaction the time it began",
    Effect.gen(function*() {
      const { now, transact } = yield* UnitOfWork
      const tasks = yield* TaskRepository
      const { elapse, unit } = yield* ContractTime
      const task = yield* given.task()
      const before = yield* now
      yield* elapse(unit)
      const { again, began } = yield* transact(Effect.gen(function*() {
        const began = yield* now
        yield* elapse(unit)
        yield* (yield* WorkQueue).runNow(task.id)
        return { began, again: yield* now }
      }))
      assert.isAtLeast(DateTime.toEpochMillis(began), DateTime.toEpochMillis(before) + Duration.toMillis(unit))
      assert.deepStrictEqual(again, began)
      // What is due "now" is due at the same instant.
      assert.deepStrictEqual(Option.getOrThrow(yield* tasks.find(task.id)).dueAt, began)
      assert.isAtLeast(DateTime.toEpochMillis(yield* now), DateTime.toEpochMillis(began) + Duration.toMillis(unit))
    })
  )
]
