import * as DateTime from "effect/DateTime"
import { advance } from "../lifecycle.ts"
import type { TraceStep } from "../search/Judgement.ts"
import { nextRun, sameQuestion, type Task } from "../task/Task.ts"
import { cancelledExecution } from "./cancelExecution.ts"
import type { Execution } from "./Execution.ts"
import { executionLifecycle } from "./executionLifecycle.ts"
import { giveUp } from "./giveUp.ts"
import { redactCause } from "./redactCause.ts"
import { retryDelayMs } from "./retryPolicy.ts"
import type { RunFailure } from "./Run.ts"
import type { EndOptions, RunEnding } from "./RunEnding.ts"

/** What a failed try has cost, for those who read the run: a judgement has its usage, an error has only this. */
const spentStep = ({ usage }: RunFailure): ReadonlyArray<TraceStep> =>
  usage === undefined || usage.modelCalls + usage.searches === 0
    ? []
    : [{
      step: "spent",
      detail: `${usage.modelCalls} model calls, ${usage.tokens} tokens, ${usage.searches} searches, ${usage.pages} pages${
        usage.costMicroUsd === null ? "" : `, ${(usage.costMicroUsd / 1_000_000).toFixed(4)} USD`
      }`
    }]

/**
 * What a failed try makes of its run and of the task as it is now: another try, or giving up. Pure.
 *
 * @param retriesUsed tries of this execution that failed before
 */
export const endFailed = (
  task: Task,
  before: Execution,
  failure: RunFailure,
  retriesUsed: number,
  options: EndOptions
): RunEnding => {
  const { asked, claim, now, random } = options
  const execution: Execution = { ...before, trace: [...before.trace, ...spentStep(failure)] }
  const from = { status: execution.status, fence: execution.fence }
  const attempt = {
    executionId: execution.id,
    outcome: "failed",
    category: failure.category,
    errorMessage: failure.message,
    endedAt: now,
    usage: failure.usage ?? null
  } as const
  const cancelled = (why: string): RunEnding => ({
    claim,
    change: { execution: cancelledExecution(execution, `${failure.message} ${why}`, now), from },
    attempt,
    task: null,
    news: [],
    next: nextRun(task),
    completes: false
  })
  // Paused or completed meanwhile: no wake-up will come, so a retry would stay open for ever.
  if (task.dueAt === null) return cancelled(`It was not tried again, because the task is ${task.state}.`)
  // The new question starts with a clean record and a fresh budget of tries.
  if (!sameQuestion(asked, task)) return cancelled("It was not tried again, because the question was changed.")
  const delay = retryDelayMs(failure.category, retriesUsed, random, failure.retryAfterMs)
  if (delay === null) return giveUp(task, execution, failure, options)
  return {
    claim,
    change: {
      execution: {
        ...execution,
        status: advance(executionLifecycle, execution.status, "failTransient"),
        errorMessage: `${failure.message} It will be tried again.`,
        errorCategory: failure.category,
        internalError: redactCause(failure.internal)
      },
      from
    },
    attempt,
    task: { ...task, dueReason: `another try: ${failure.message}`, updatedAt: now },
    news: [],
    next: DateTime.add(now, { milliseconds: delay }),
    completes: false
  }
}
