import * as Equal from "effect/Equal"
import type { News } from "../notification/oweNotification.ts"
import { advance } from "../lifecycle.ts"
import type { Judgement } from "../search/Judgement.ts"
import { healthAfterSuccess, healthNews } from "../task/healthAfter.ts"
import { nextRun, sameQuestion, type Task } from "../task/Task.ts"
import { decide } from "./decide.ts"
import type { Execution } from "./Execution.ts"
import { executionLifecycle } from "./executionLifecycle.ts"
import type { EndOptions, RunEnding } from "./RunEnding.ts"

/** What a judgement makes of its run and of the task as it is now. Pure. */
export const endJudged = (
  task: Task,
  execution: Execution,
  judgement: Judgement,
  { asked, claim, now, policy, random }: EndOptions
): RunEnding => {
  const from = { status: execution.status, fence: execution.fence }
  const attempt = { executionId: execution.id, outcome: "success", category: null, errorMessage: null, endedAt: now, usage: judgement.usage } as const
  const succeeded: Execution = {
    ...execution,
    status: advance(executionLifecycle, execution.status, "succeed"),
    completedAt: now,
    judgement
  }
  if (!sameQuestion(asked, task)) {
    const step = { step: "superseded", detail: "the question was changed during the run; nobody is told" }
    return {
      claim,
      change: { execution: { ...succeeded, nextRun: nextRun(task), trace: [...judgement.trace, step] }, from },
      attempt,
      task: { ...task, lastExecutionId: execution.id, updatedAt: now },
      news: [],
      next: nextRun(task),
      completes: false
    }
  }
  const manual = execution.trigger === "manual"
  const decision = decide(task, judgement, now, policy, {
    suppressed: execution.suppressNotifications,
    manual,
    random
  })
  const health = healthAfterSuccess(now)
  const active = task.state === "active"
  const completes = active && decision.completes
  const next = active ? decision.next : null
  // A claim leaves the due time as it was: another one is the owner's doing, and stands with its reason.
  const replanned = active && !completes && !Equal.equals(asked.dueAt, task.dueAt)
  const ended: Task = {
    ...task,
    name: decision.name,
    // Owed to nobody while paused, so not told: once it is resumed it is news.
    known: decision.tell && task.state === "paused" ? { ...decision.known, told: task.known.told } : decision.known,
    health,
    lastExecutionId: execution.id,
    ...(completes ? { state: "completed" as const, stateChangedAt: now } : {}),
    dueReason: replanned ? task.dueReason : next?.reason ?? null,
    lastInterval: next === null || manual || replanned ? task.lastInterval : Math.max(1, Math.round(next.interval)),
    updatedAt: now
  }
  const news: Array<News> = []
  if (decision.notification !== null) {
    news.push({ event: "condition_met", answer: decision.notification, judgement, health: null })
  }
  if (healthNews(task.health.status, health.status) === "recovered") {
    news.push({
      event: "health_changed",
      answer: `"${ended.name}" can be checked again.`,
      judgement: null,
      health: { status: health.status, reason: null }
    })
  }
  return {
    claim,
    change: {
      execution: {
        ...succeeded,
        notification: decision.notification,
        changeSummary: decision.changeSummary,
        nextRun: replanned ? task.dueAt : next?.at ?? null,
        trace: [...judgement.trace, ...decision.trace]
      },
      from
    },
    attempt,
    task: ended,
    news,
    next: next?.at ?? null,
    completes
  }
}
