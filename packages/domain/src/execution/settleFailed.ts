import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import type { Task } from "../task/Task.ts"
import { cancelExecution } from "./cancelExecution.ts"
import { endRunningAttempt } from "./endRunningAttempt.ts"
import type { Execution } from "./Execution.ts"
import { failExecution } from "./failExecution.ts"
import { redactCause } from "./redactCause.ts"
import { retryDelayMs } from "./retryPolicy.ts"
import type { RunFailure } from "./Run.ts"

/**
 * Ends a try that failed, inside the caller's transaction: it is tried again, or the run is given up. Answers when the
 * task is to run next.
 */
export const settleFailed = Effect.fn("settleFailed")(function*(task: Task, execution: Execution, failure: RunFailure) {
  const executions = yield* ExecutionRepository
  const tasks = yield* TaskRepository
  const retriesUsed = yield* endRunningAttempt(execution, "failed", failure)
  // Paused or completed meanwhile: no wake-up will come, so a retry would stay open for ever.
  if (task.dueAt === null) {
    yield* cancelExecution(execution, `${failure.message} It was not tried again, because the task is ${task.state}.`)
    return null
  }
  const delay = retryDelayMs(failure.category, retriesUsed, yield* Random.next, failure.retryAfterMs)
  if (delay === null) return yield* failExecution(task, execution, failure)
  const now = yield* DateTime.now
  const at = DateTime.add(now, { milliseconds: delay })
  yield* executions.save(
    {
      ...execution,
      status: "retrying",
      errorMessage: `${failure.message} It will be tried again.`,
      errorCategory: failure.category,
      internalError: redactCause(failure.internal)
    },
    { status: execution.status, fence: execution.fence }
  )
  yield* tasks.save({ ...task, dueReason: `another try: ${failure.message}`, updatedAt: now })
  return at
})
