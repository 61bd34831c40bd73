import { advance } from "../lifecycle.ts"
import type { News } from "../notification/oweNotification.ts"
import { afterFailedRun, deadlineHasPassed } from "../task/cadence.ts"
import { healthAfterFailure, healthNews } from "../task/healthAfter.ts"
import type { Task } from "../task/Task.ts"
import type { Execution } from "./Execution.ts"
import { executionLifecycle } from "./executionLifecycle.ts"
import { redactCause } from "./redactCause.ts"
import type { RunFailure } from "./Run.ts"
import type { EndOptions, RunEnding } from "./RunEnding.ts"

/** Ends an execution for good: it is `failed`, and its task is watched on, unless its deadline has passed. Pure. */
export const giveUp = (
  task: Task,
  execution: Execution,
  failure: RunFailure,
  { claim, now, policy, random }: Omit<EndOptions, "asked">
): RunEnding => {
  const active = task.state === "active"
  const completes = active && deadlineHasPassed(task, now)
  const next = active && !completes ? afterFailedRun(task, policy, now, random) : null
  const health = healthAfterFailure(task.health, failure.message, now)
  const news: ReadonlyArray<News> = healthNews(task.health.status, health.status) === "went_blind"
    ? [{
      event: "health_changed",
      answer: `"${task.name}" cannot be checked at the moment: ${failure.message} ${
        completes
          ? "Its deadline has passed, so it is not tried again."
          : "It is tried again, and you will be told when it works again."
      }`,
      judgement: null,
      health: { status: health.status, reason: health.reason }
    }]
    : []
  return {
    claim,
    change: {
      execution: {
        ...execution,
        status: advance(executionLifecycle, execution.status, "failFinal"),
        completedAt: now,
        nextRun: next?.at ?? null,
        errorMessage: failure.message,
        errorCategory: failure.category,
        internalError: redactCause(failure.internal),
        trace: [...execution.trace, { step: "failed", detail: failure.message }]
      },
      from: { status: execution.status, fence: execution.fence }
    },
    attempt: {
      executionId: execution.id,
      outcome: "failed",
      category: failure.category,
      errorMessage: failure.message,
      endedAt: now,
      usage: failure.usage ?? null
    },
    task: {
      ...task,
      health,
      lastExecutionId: execution.id,
      ...(completes ? { state: "completed" as const, stateChangedAt: now } : {}),
      dueReason: next?.reason ?? null,
      updatedAt: now
    },
    news,
    next: next?.at ?? null,
    completes
  }
}
