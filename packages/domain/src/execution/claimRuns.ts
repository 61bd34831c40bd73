import * as Cause from "effect/Cause"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import { type ExecutionId, freshId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import { type ExecutionChange, ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { StorageError } from "../ports/StorageError.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { type Claim, type Settlement, WorkQueue } from "../ports/WorkQueue.ts"
import type { Attempt, Execution } from "./Execution.ts"
import { giveUp } from "./giveUp.ts"
import { newExecution, startedExecution } from "./newExecution.ts"
import { MAX_LOST_LEASES } from "./retryPolicy.ts"
import type { Run } from "./Run.ts"
import type { RunEnding } from "./RunEnding.ts"
import { writeEndings } from "./writeEndings.ts"

/** Enough for a model to see what it has said, few enough to stay cheap. */
const EARLIER_FINDINGS = 5

const worn = {
  category: "system_error",
  message: `This run was given up: it has stopped ${MAX_LOST_LEASES} workers.`,
  retryAfterMs: null,
  internal: null
} as const

/** Whether the same may succeed when all of it is tried again. Anything else lies in one of the tasks. */
const mayPass = (cause: Cause.Cause<StorageError>): boolean =>
  Cause.hasInterrupts(cause) || Option.exists(Cause.findErrorOption(cause), (error) => error.isRetryable)

/** Starts a try for each claimed task, inside the caller's transaction. */
const startRuns = Effect.fn("startRuns")(function*(claims: ReadonlyArray<Claim>, worker: string) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  const policy = yield* Policy
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const claimed = yield* tasks.lockClaimed(claims)
  const taskIds = claimed.map(({ task }) => task.id)
  const open = new Map((yield* executions.findOpen(taskIds)).map((execution) => [execution.taskId, execution]))
  const before = yield* executions.attempts([...open.values()].map((execution) => execution.id))
  const findings = yield* executions.findings(taskIds, EARLIER_FINDINGS)

  const runs: Array<Run> = []
  const opened: Array<Execution> = []
  const resumed: Array<ExecutionChange> = []
  const givenUp: Array<RunEnding> = []
  const idle: Array<Settlement> = []
  for (const { claim, task } of claimed) {
    const execution = open.get(task.id)
    if (execution === undefined && task.state !== "active") {
      idle.push({ claim, next: null })
      continue
    }
    if (execution === undefined) {
      const fresh = newExecution(task, {
        id: yield* freshId<ExecutionId>(),
        now,
        trigger: "schedule",
        suppressNotifications: false
      })
      const started = startedExecution(fresh, claim)
      opened.push(started)
      runs.push({ claim, task, execution: started, earlierFindings: findings.get(task.id) ?? [] })
      continue
    }
    // One that is still `running` has just lost its worker: its try in progress counts with those lost before.
    const attempts = before.filter((attempt) => attempt.executionId === execution.id)
    const lost = attempts.filter(({ outcome }) => outcome === "lost" || outcome === "running").length
    if (execution.status === "running" && lost >= MAX_LOST_LEASES) {
      const ending = giveUp(task, execution, worn, { claim, now, policy, random: yield* Random.next })
      givenUp.push({ ...ending, attempt: null })
      continue
    }
    const started = startedExecution(execution, claim)
    resumed.push({ execution: started, from: { status: execution.status, fence: execution.fence } })
    runs.push({ claim, task, execution: started, earlierFindings: findings.get(task.id) ?? [] })
  }

  yield* executions.endAttempts([...open.values()].filter(({ status }) => status === "running").map(({ id }) => ({
    executionId: id,
    outcome: "lost",
    category: null,
    errorMessage: "The worker stopped.",
    endedAt: now
  })))
  yield* executions.insert(opened)
  yield* executions.save(resumed)
  yield* executions.insertAttempts(runs.map(({ execution }): Attempt => ({
    executionId: execution.id,
    n: before.filter((attempt) => attempt.executionId === execution.id).length + 1,
    fence: execution.fence,
    worker,
    outcome: "running",
    category: null,
    errorMessage: null,
    startedAt: now,
    endedAt: null
  })))
  yield* writeEndings(givenUp, now)
  yield* queue.settle(idle)
  return runs
})

/**
 * Claims due tasks and starts a try for each, in one transaction: the open execution is resumed, or one is opened.
 * A run that has cost too many workers is given up here instead of being given to another.
 *
 * A task that cannot be started (a row of it cannot be read) is logged and stays leased; it comes round again and again,
 * and holds up nobody else.
 */
export const claimRuns = Effect.fn("claimRuns")(function*(options: {
  readonly limit: number
  readonly lease: Duration.Duration
  readonly worker: string
  readonly perOwner?: number
}) {
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  const start = (claims: ReadonlyArray<Claim>) => unitOfWork.transact(startRuns(claims, options.worker))
  const startOneByOne = (claims: ReadonlyArray<Claim>) =>
    Effect.forEach(claims, (claim) =>
      start([claim]).pipe(
        Effect.catchCause((cause) =>
          mayPass(cause) ? Effect.failCause(cause) : Effect.logError("A task could not be started", cause).pipe(
            Effect.annotateLogs({ taskId: claim.taskId }),
            Effect.as([])
          ))
      ))
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const claims = yield* queue.claim(options)
    if (claims.length === 0) return []
    return yield* start(claims).pipe(
      Effect.catchCause((cause) =>
        mayPass(cause) ? Effect.failCause(cause) : Effect.map(startOneByOne(claims), (runs) => runs.flat())
      )
    )
  }))
})
