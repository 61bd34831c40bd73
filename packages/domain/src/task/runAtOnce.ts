import * as Effect from "effect/Effect"
import { newExecution } from "../execution/newExecution.ts"
import { type ExecutionId, freshId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { StorageError } from "../ports/StorageError.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import type { Task } from "./Task.ts"

/** What a creation is told whose task is stored and whose first run is not. */
const NOT_STARTED = "The task was created, but its first run could not be started; run it by hand."

/** What the same creation would meet again. Contention and a lost connection are not: all of it is tried again, or fails. */
const isLasting = (error: unknown): boolean => error instanceof StorageError && !error.isRetryable

/**
 * Takes a first run that the storage would not open for a word to say about it: a task is more than its first run. What
 * the run wrote is taken back, and nothing else.
 */
export const orItsError = <A, E, R>(start: Effect.Effect<A, E, R>) =>
  Effect.flatMap(UnitOfWork, ({ transact }) => transact(start)).pipe(
    Effect.as(null),
    Effect.catch((error) =>
      isLasting(error)
        ? Effect.as(Effect.logError("The first run of a task could not be started", error), NOT_STARTED)
        : Effect.fail(error)
    )
  )

/** Opens the first execution of a task just stored. Answers why not, where that alone failed. */
export const runAtOnce = Effect.fn("runAtOnce")(function*(task: Task) {
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const execution = newExecution(task, {
    id: yield* freshId<ExecutionId>(),
    now,
    trigger: "manual",
    suppressNotifications: false
  })
  return yield* orItsError(Effect.andThen(executions.insert([execution]), queue.runNow(task.id)))
})
