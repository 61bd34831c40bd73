import { freshId, type TaskId, TaskRepository, type UserId } from "@vedette/domain"
import { aTask } from "@vedette/testkit/fixtures"
import * as Effect from "effect/Effect"

/** Tasks of one new owner, stored, with no intent yet. */
export const storedTasks = (count: number) =>
  Effect.gen(function*() {
    const tasks = yield* TaskRepository
    const userId = yield* freshId<UserId>()
    return yield* Effect.forEach(Array.from({ length: count }), () =>
      Effect.gen(function*() {
        const task = aTask({ id: yield* freshId<TaskId>(), userId })
        yield* tasks.insert(task)
        return task
      }))
  })
