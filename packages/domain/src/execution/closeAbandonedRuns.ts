import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { TaskId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { cancelExecutions } from "./cancelExecution.ts"

const closeOne = Effect.fn("closeAbandonedRun")(function*(id: TaskId) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  const found = yield* tasks.lock(id)
  // Looked at again under the lock: it may have been resumed, or taken up, since it was found.
  if (Option.isNone(found) || found.value.dueAt !== null || (yield* queue.isClaimed(id))) return false
  const open = (yield* executions.findOpen([id]))[0]
  yield* queue.revoke(id)
  if (open === undefined) return false
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  yield* cancelExecutions([open], `The worker stopped. It was not tried again, because the task is ${found.value.state}.`, now)
  return true
})

/**
 * Closes the runs that nobody will take up: their worker died while the task was paused or completed, so nothing wakes
 * the task again. Answers how many.
 */
export const closeAbandonedRuns = Effect.gen(function*() {
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  const closed = yield* Effect.forEach(yield* queue.abandoned, (id) =>
    unitOfWork.transact(closeOne(id)).pipe(
      // One that cannot be read must not keep the others open.
      Effect.catchIf((error) => !error.isRetryable, (error) =>
        Effect.logError("An abandoned run could not be closed", error.message).pipe(
          Effect.annotateLogs({ taskId: id }),
          Effect.as(false)
        ))
    ))
  return closed.filter(Boolean).length
})
