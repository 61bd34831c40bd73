import { assert } from "@effect/vitest"
import { Contention, StaleVersion, StorageError, TaskRepository, UnitOfWork } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"
import { storageReasonOf } from "./storageReasonOf.ts"

const contention = new StorageError({ reason: new Contention({ message: "deadlock detected" }) })

/** A transaction's work that writes a task and fails with `error` in its first `failures` runs; and how often it ran. */
const givenWork = Effect.fnUntraced(function*(failures: number, error: StorageError) {
  const tasks = yield* TaskRepository
  const task = yield* given.unsavedTask()
  let runs = 0
  return {
    work: Effect.gen(function*() {
      runs += 1
      // Refused as a duplicate if an earlier run had left anything behind.
      yield* tasks.insert(task)
      if (runs <= failures) return yield* error
    }),
    runs: () => runs,
    stored: Effect.map(tasks.find(task.id), Option.isSome)
  }
})

/** What becomes of a transaction that met another one. */
export const contentionLaws = [
  storageLaw(
    "a transaction that met contention is run again, three times in all, from where it began",
    Effect.gen(function*() {
      const { transact } = yield* UnitOfWork
      const lucky = yield* givenWork(2, contention)
      yield* transact(lucky.work)
      assert.strictEqual(lucky.runs(), 3)
      assert.isTrue(yield* lucky.stored)
      const unlucky = yield* givenWork(Infinity, contention)
      assert.strictEqual((yield* storageReasonOf(transact(unlucky.work)))._tag, "Contention")
      assert.strictEqual(unlucky.runs(), 3)
      assert.isFalse(yield* unlucky.stored)
    })
  ),
  storageLaw(
    "a transaction that failed for another reason is not run again",
    Effect.gen(function*() {
      const { transact } = yield* UnitOfWork
      const refused = yield* givenWork(1, new StorageError({ reason: new StaleVersion({ message: "moved on" }) }))
      assert.strictEqual((yield* storageReasonOf(transact(refused.work)))._tag, "StaleVersion")
      assert.strictEqual(refused.runs(), 1)
    })
  ),
  storageLaw(
    "a nested transaction that met contention is run again with the outermost one, and not by itself",
    Effect.gen(function*() {
      const { transact } = yield* UnitOfWork
      const inner = yield* givenWork(2, contention)
      const outer = yield* givenWork(0, contention)
      yield* transact(Effect.andThen(outer.work, transact(inner.work)))
      assert.deepStrictEqual([outer.runs(), inner.runs()], [3, 3])
      assert.deepStrictEqual([yield* outer.stored, yield* inner.stored], [true, true])
    })
  )
]
