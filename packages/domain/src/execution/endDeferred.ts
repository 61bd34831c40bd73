import * as DateTime from "effect/DateTime"
import * as Equal from "effect/Equal"
import { noUsage } from "../search/Judgement.ts"
import type { Task } from "../task/Task.ts"
import { cancelledExecution } from "./cancelExecution.ts"
import type { Execution } from "./Execution.ts"
import { deferredUntil } from "./judgeWithinBudget.ts"
import type { EndOptions, RunEnding } from "./RunEnding.ts"

/** After a window opens its runs spread over this long: all that were put off come back at once. */
const SPREAD_MS = 10 * 60_000

/**
 * What is made of a run that a budget did not allow: it is closed unmade, with the reason for its reader, and its task waits for the
 * window. Nothing was looked at, so the task's memory and its health stay as they are. Pure.
 */
export const endDeferred = (
  task: Task,
  execution: Execution,
  { until, why }: { readonly until: DateTime.Utc; readonly why: string },
  { asked, claim, now, random }: EndOptions
): RunEnding => {
  const said = `${why} ${deferredUntil(until)}`
  const active = task.state === "active"
  // A claim leaves the due time as it was: another one is the owner's doing, and stands with its reason.
  const replanned = !Equal.equals(asked.dueAt, task.dueAt)
  const next = active ? DateTime.add(until, { milliseconds: Math.round(random * SPREAD_MS) }) : null
  return {
    claim,
    change: {
      execution: {
        ...cancelledExecution(execution, said, now),
        nextRun: replanned ? task.dueAt : next,
        trace: [...execution.trace, { step: "budget", detail: said }]
      },
      from: { status: execution.status, fence: execution.fence }
    },
    attempt: { executionId: execution.id, outcome: "cancelled", category: null, errorMessage: said, endedAt: now, usage: noUsage },
    task: {
      ...task,
      lastExecutionId: execution.id,
      dueReason: replanned || !active ? task.dueReason : `the budget is used up: ${why}`,
      updatedAt: now
    },
    news: [],
    next,
    completes: false
  }
}
