import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { oweNotification } from "../notification/oweNotification.ts"
import { Policy } from "../Policy.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { type Claim, type Settlement, WorkQueue } from "../ports/WorkQueue.ts"
import type { Judgement } from "../search/Judgement.ts"
import { healthAfterSuccess, healthNews } from "../task/healthAfter.ts"
import { sameQuestion, type Task } from "../task/Task.ts"
import { cancelExecution } from "./cancelExecution.ts"
import { decide } from "./decide.ts"
import type { AttemptOutcome, Execution } from "./Execution.ts"
import { failExecution } from "./failExecution.ts"
import { redactCause } from "./redactCause.ts"
import { retryDelayMs } from "./retryPolicy.ts"
import type { FinishedRun, RunFailure } from "./Run.ts"

const endRunningAttempt = Effect.fn("endRunningAttempt")(function*(
  execution: Execution,
  outcome: AttemptOutcome,
  failure: RunFailure | null
) {
  const executions = yield* ExecutionRepository
  const attempts = yield* executions.attempts(execution.id)
  const running = attempts.find((attempt) => attempt.fence === execution.fence && attempt.outcome === "running")
  if (running !== undefined) {
    yield* executions.endAttempt({
      ...running,
      outcome,
      category: failure?.category ?? null,
      errorMessage: failure?.message ?? null,
      endedAt: yield* DateTime.now
    })
  }
  return attempts.filter((attempt) => attempt.outcome === "failed").length
})

const settleJudged = Effect.fn("settleJudged")(function*(
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

const settleFailed = Effect.fn("settleFailed")(function*(task: Task, execution: Execution, failure: RunFailure) {
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

/**
 * Ends runs, all of a batch in one transaction: execution and attempt, what is owed, the task's state and memory, and
 * when it runs next, read from the tasks as they are *now*. A run whose claim was lost writes nothing; those claims
 * are answered.
 */
export const settleRuns = Effect.fn("settleRuns")(function*(finished: ReadonlyArray<FinishedRun>) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const live = new Map((yield* tasks.lockClaimed(finished.map(({ run }) => run.claim))).map((task) => [task.id, task]))
    const stored = new Map(
      (yield* executions.findMany(finished.map(({ run }) => run.execution.id))).map((execution) => [execution.id, execution])
    )
    const settlements: Array<Settlement> = []
    const lost: Array<Claim> = []
    for (const { outcome, run } of finished) {
      const task = live.get(run.claim.taskId)
      const execution = stored.get(run.execution.id)
      if (task === undefined || execution === undefined) {
        lost.push(run.claim)
        continue
      }
      const next = outcome._tag === "Judged"
        ? yield* settleJudged(task, run.task, execution, outcome.judgement)
        : yield* settleFailed(task, execution, outcome.failure)
      settlements.push({ claim: run.claim, next })
    }
    return [...lost, ...(settlements.length === 0 ? [] : yield* queue.settle(settlements))]
  }))
})
