import { assert } from "@effect/vitest"
import { TaskRepository, UnitOfWork } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

export const activeTaskLaws = [
  storageLaw(
    "who asks for a user's active tasks to add one is not overtaken: of many at once one takes the last place",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const { transact } = yield* UnitOfWork
      const { userId } = yield* given.task({ state: "active" })
      yield* given.task({ userId, state: "paused" })
      yield* given.task({ state: "active" })
      const wanted = yield* Effect.all(Array.from({ length: 8 }, () => given.unsavedTask({ userId, state: "active" })))
      const taken = yield* Effect.forEach(wanted, (task) =>
        transact(Effect.gen(function*() {
          const before = yield* tasks.lockActiveCount(userId)
          // Whoever counts without holding the others off has all of them between these two lines.
          yield* Effect.yieldNow
          if (before < 2) yield* tasks.insert(task)
          return before < 2
        })), { concurrency: "unbounded" })
      assert.strictEqual(taken.filter((one) => one).length, 1)
      assert.strictEqual(yield* transact(tasks.lockActiveCount(userId)), 2)
    })
  )
]
