import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { oweNotification } from "../notification/oweNotification.ts"
import { Policy } from "../Policy.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import type { Judgement } from "../search/Judgement.ts"
import { healthAfterSuccess, healthNews } from "../task/healthAfter.ts"
import { sameQuestion, type Task } from "../task/Task.ts"
import { decide } from "./decide.ts"
import { endRunningAttempt } from "./endRunningAttempt.ts"
import type { Execution } from "./Execution.ts"

/**
 * Ends a run that has a judgement, inside the caller's transaction. Answers when the task is to run next.
 *
 * @param task the task as it is now
 * @param asked the task as it was when the run started
 */
export const settleJudged = Effect.fn("settleJudged")(function*(
  task: Task,
  asked: Task,
  execution: Execution,
  judgement: Judgement
) {
  const executions = yield* ExecutionRepository
  const tasks = yield* TaskRepository
  const queue = yield* WorkQueue
  const now = yield* DateTime.now
  yield* endRunningAttempt(execution, "success", null)
  const health = healthAfterSuccess(now)
  const succeeded: Execution = { ...execution, status: "success", completedAt: now, judgement, trace: judgement.trace }
  const from = { status: execution.status, fence: execution.fence }
  if (!sameQuestion(asked, task)) {
    const trace = [...judgement.trace, { step: "superseded", detail: "the question was changed during the run; nobody is told" }]
    yield* executions.save({ ...succeeded, trace, nextRun: task.dueAt }, from)
    yield* tasks.save({ ...task, lastExecutionId: execution.id, updatedAt: now })
    return task.dueAt
  }
  const decision = decide(task, judgement, now, yield* Policy, {
    suppressed: execution.suppressNotifications,
    random: yield* Random.next
  })
  const active = task.state === "active"
  const completes = active && decision.completes
  const next = active ? decision.next : null
  const told: Execution = {
    ...succeeded,
    notification: decision.notification,
    changeSummary: decision.changeSummary,
    nextRun: next?.at ?? null,
    trace: [...judgement.trace, ...decision.trace]
  }
  yield* executions.save(told, from)
  const saved: Task = {
    ...task,
    name: decision.name,
    // Owed to nobody while paused, so not told: once it is resumed it is news.
    known: decision.tell && task.state === "paused" ? { ...decision.known, told: task.known.told } : decision.known,
    health,
    lastExecutionId: execution.id,
    ...(completes ? { state: "completed" as const, stateChangedAt: now } : {}),
    dueReason: next?.reason ?? null,
    lastInterval: next === null ? task.lastInterval : Math.max(1, Math.round(next.interval)),
    updatedAt: now
  }
  yield* tasks.save(saved)
  // A pause and a resumption during the run set a due time that its settlement would leave standing.
  if (completes) yield* queue.cancel(task.id)
  if (decision.notification !== null) {
    yield* oweNotification(saved, told, {
      event: "condition_met",
      answer: decision.notification,
      judgement,
      health: null
    })
  }
  if (healthNews(task.health.status, health.status) === "recovered") {
    yield* oweNotification(saved, told, {
      event: "health_changed",
      answer: `"${saved.name}" can be checked again.`,
      judgement: null,
      health: { status: health.status, reason: null }
    })
  }
  return next?.at ?? null
})
