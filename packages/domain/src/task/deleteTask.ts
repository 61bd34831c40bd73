import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { TaskId, UserId } from "../ids.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { TaskNotFound } from "./refusals.ts"

/** Removes a task with everything of it. A run in progress finds its claim lost and can write nothing. */
export const deleteTask = Effect.fn("deleteTask")(function*(userId: UserId, id: TaskId) {
  const tasks = yield* TaskRepository
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  yield* unitOfWork.transact(Effect.gen(function*() {
    const found = yield* tasks.lock(id)
    if (Option.isNone(found) || found.value.userId !== userId) return yield* new TaskNotFound()
    yield* queue.cancel(id)
    yield* tasks.delete(id)
  }))
})
