import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { type Claim, type Settlement, WorkQueue } from "../ports/WorkQueue.ts"
import type { Task } from "../task/Task.ts"
import type { Execution } from "./Execution.ts"
import { failExecution } from "./failExecution.ts"
import { openExecution } from "./openExecution.ts"
import { MAX_LOST_LEASES } from "./retryPolicy.ts"
import type { Run } from "./Run.ts"

const EARLIER_FINDINGS = 5

/** Takes up an execution whose worker is gone: its try is closed as lost. Answers how many were lost so far. */
const closeLostAttempt = Effect.fn("closeLostAttempt")(function*(execution: Execution) {
  const executions = yield* ExecutionRepository
  const now = yield* DateTime.now
  const attempts = yield* executions.attempts(execution.id)
  const running = attempts.find((attempt) => attempt.outcome === "running")
  if (running !== undefined) {
    yield* executions.endAttempt({ ...running, outcome: "lost", errorMessage: "The worker stopped.", endedAt: now })
  }
  return attempts.filter((attempt) => attempt.outcome === "lost").length + (running === undefined ? 0 : 1)
})

const startAttempt = Effect.fn("startAttempt")(function*(task: Task, execution: Execution, claim: Claim, worker: string) {
  const executions = yield* ExecutionRepository
  const started: Execution = {
    ...execution,
    status: "running",
    fence: claim.fence,
    attempts: execution.attempts + 1,
    // The try before keeps its error in its own row; an execution that ends well has none.
    errorMessage: null,
    errorCategory: null,
    internalError: null
  }
  yield* executions.save(started, { status: execution.status, fence: execution.fence })
  const before = yield* executions.attempts(execution.id)
  yield* executions.insertAttempt({
    executionId: execution.id,
    n: (before.at(-1)?.n ?? 0) + 1,
    fence: claim.fence,
    worker,
    outcome: "running",
    category: null,
    errorMessage: null,
    startedAt: yield* DateTime.now,
    endedAt: null
  })
  const earlier = yield* executions.list({
    taskId: task.id,
    status: "success",
    notifiedOnly: false,
    after: null,
    offset: 0,
    limit: EARLIER_FINDINGS
  })
  const run: Run = {
    claim,
    task,
    execution: started,
    earlierFindings: earlier.flatMap((execution) => execution.judgement?.evidence ?? [])
  }
  return run
})

/**
 * Claims due tasks and starts a try for each, in one transaction: the open execution is resumed, or one is opened.
 * A run that has cost too many workers is failed here instead of being given to another.
 */
export const claimRuns = Effect.fn("claimRuns")(function*(options: {
  readonly limit: number
  readonly lease: Duration.Duration
  readonly worker: string
}) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const claims = yield* queue.claim(options)
    if (claims.length === 0) return []
    const claimed = new Map((yield* tasks.lockClaimed(claims)).map((task) => [task.id, task]))
    const open = new Map((yield* executions.findOpen(claims.map((claim) => claim.taskId))).map((e) => [e.taskId, e]))
    const runs: Array<Run> = []
    const settlements: Array<Settlement> = []
    for (const claim of claims) {
      const task = claimed.get(claim.taskId)
      if (task === undefined) continue
      const execution = open.get(task.id)
      if (execution === undefined && task.state !== "active") {
        settlements.push({ claim, next: null })
      } else if (execution?.status === "running" && (yield* closeLostAttempt(execution)) >= MAX_LOST_LEASES) {
        const next = yield* failExecution(task, execution, {
          category: "system_error",
          message: `This run was given up: it stopped ${MAX_LOST_LEASES} workers in a row.`,
          retryAfterMs: null,
          internal: null
        })
        settlements.push({ claim, next })
      } else {
        const opened = execution ?? (yield* openExecution(task, { trigger: "schedule", suppressNotifications: false }))
        runs.push(yield* startAttempt(task, opened, claim, options.worker))
      }
    }
    if (settlements.length > 0) yield* queue.settle(settlements)
    return runs
  }))
})
