import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { oweNotification } from "../notification/oweNotification.ts"
import { Policy } from "../Policy.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { afterFailedRun, deadlineHasPassed } from "../task/cadence.ts"
import { healthAfterFailure, healthNews } from "../task/healthAfter.ts"
import type { Task } from "../task/Task.ts"
import type { Execution } from "./Execution.ts"
import { redactCause } from "./redactCause.ts"
import type { RunFailure } from "./Run.ts"

/**
 * Ends an execution for good, inside the caller's transaction: it is `failed`, and the task is still watched, unless
 * its deadline has passed: then it completes. Answers when it is to run next; null where that is never, or where its
 * owner has taken it off the schedule.
 */
export const failExecution = Effect.fn("failExecution")(function*(
  task: Task,
  execution: Execution,
  failure: RunFailure
) {
  const executions = yield* ExecutionRepository
  const tasks = yield* TaskRepository
  const queue = yield* WorkQueue
  const policy = yield* Policy
  const now = yield* DateTime.now
  const active = task.state === "active"
  const completes = active && deadlineHasPassed(task, now)
  const next = active && !completes ? afterFailedRun(task, policy, now, yield* Random.next) : null
  const failed: Execution = {
    ...execution,
    status: "failed",
    completedAt: now,
    nextRun: next?.at ?? null,
    errorMessage: failure.message,
    errorCategory: failure.category,
    internalError: redactCause(failure.internal),
    trace: [...execution.trace, { step: "failed", detail: failure.message }]
  }
  yield* executions.save(failed, { status: execution.status, fence: execution.fence })
  const health = healthAfterFailure(task, failure.message, now)
  yield* tasks.save({
    ...task,
    health,
    lastExecutionId: execution.id,
    ...(completes ? { state: "completed" as const, stateChangedAt: now } : {}),
    dueReason: next?.reason ?? null,
    updatedAt: now
  })
  if (completes) yield* queue.cancel(task.id)
  if (healthNews(task.health.status, health.status) === "went_blind") {
    yield* oweNotification(task, failed, {
      event: "health_changed",
      answer: `"${task.name}" cannot be checked at the moment: ${failure.message} ${
        completes
          ? "Its deadline has passed, so it is not tried again."
          : "It is tried again, and you will be told when it works again."
      }`,
      judgement: null,
      health: { status: health.status, reason: health.reason }
    })
  }
  return next?.at ?? null
})
