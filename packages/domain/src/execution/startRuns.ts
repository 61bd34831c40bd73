import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { type ExecutionId, freshId } from "../ids.ts"
import { advance } from "../lifecycle.ts"
import { Policy } from "../Policy.ts"
import { type ExecutionChange, ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { type Claim, type Settlement, WorkQueue } from "../ports/WorkQueue.ts"
import type { Task } from "../task/Task.ts"
import { chooseCompany, type SuspectsTurn } from "./chooseCompany.ts"
import type { Attempt, Execution } from "./Execution.ts"
import { executionLifecycle } from "./executionLifecycle.ts"
import { giveUp } from "./giveUp.ts"
import { newExecution, startedExecution } from "./newExecution.ts"
import { LOST_IN_COMPANY, MAX_LOST_LEASES } from "./retryPolicy.ts"
import type { Run } from "./Run.ts"
import type { RunEnding } from "./RunEnding.ts"
import { writeEndings } from "./writeEndings.ts"

/** Enough for a model to see what it has said, few enough to stay cheap. */
const EARLIER_FINDINGS = 5

const worn = {
  category: "system_error",
  message:
    `This run was given up: of ${MAX_LOST_LEASES} tries none came back, though the last ${MAX_LOST_LEASES - LOST_IN_COMPANY} had a worker to themselves. A page that it reads may stop whoever reads it.`,
  retryAfterMs: null,
  internal: null
} as const

/** What was claimed: the started tries, and how many suspects were handed back for a later turn. */
export interface ClaimedRuns {
  readonly runs: ReadonlyArray<Run>
  /** The one run may kill its worker: nothing may run beside it. */
  readonly alone: boolean
  readonly suspects: number
}

/**
 * Starts a try for each claimed task, inside the caller's transaction: the open execution is resumed, or one is opened.
 * One whose turn it is not is handed back untried, and one that has cost too many workers is given up.
 */
export const startRuns = Effect.fn("startRuns")(function*(claims: ReadonlyArray<Claim>, worker: string, turn: SuspectsTurn) {
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

  const wanted: Array<{ readonly claim: Claim; readonly task: Task; readonly execution: Execution | null; readonly lost: number }> = []
  const givenUp: Array<RunEnding> = []
  const idle: Array<Settlement> = []
  for (const { claim, task } of claimed) {
    const execution = open.get(task.id) ?? null
    if (execution === null && task.state !== "active") {
      idle.push({ claim, next: null })
      continue
    }
    // One that is still `running` has just lost its worker: its try in progress counts with those lost before.
    const attempts = before.filter((attempt) => attempt.executionId === execution?.id)
    const lost = attempts.filter(({ outcome }) => outcome === "lost" || outcome === "running").length
    if (execution?.status === "running" && lost >= MAX_LOST_LEASES) {
      const ending = giveUp(task, execution, worn, { claim, now, policy, random: yield* Random.next })
      givenUp.push({ ...ending, attempt: null })
      continue
    }
    wanted.push({ claim, task, execution, lost })
  }

  const { alone, handedBack, started, suspects } = chooseCompany(wanted, turn)
  const runs: Array<Run> = []
  const opened: Array<Execution> = []
  const resumed: Array<ExecutionChange> = []
  for (const { claim, execution, task } of started) {
    const waiting = execution ?? newExecution(task, {
      id: yield* freshId<ExecutionId>(),
      now,
      trigger: "schedule",
      suppressNotifications: false
    })
    const begun = startedExecution(waiting, claim)
    if (execution === null) opened.push(begun)
    else resumed.push({ execution: begun, from: { status: execution.status, fence: execution.fence } })
    runs.push({ claim, task, execution: begun, earlierFindings: findings.get(task.id) ?? [] })
  }
  // It waits, though nobody has tried it again: what is `running` under no lease would count as lost once more.
  const left = handedBack.flatMap(({ execution }): ReadonlyArray<ExecutionChange> =>
    execution?.status === "running"
      ? [{ execution: { ...execution, status: advance(executionLifecycle, execution.status, "leaseLost") }, from: execution }]
      : []
  )

  yield* executions.endAttempts([...open.values()].filter(({ status }) => status === "running").map(({ id }) => ({
    executionId: id,
    outcome: "lost",
    category: null,
    errorMessage: "The worker stopped.",
    endedAt: now,
    usage: null
  })))
  yield* executions.insert(opened)
  yield* executions.save([...resumed, ...left])
  yield* executions.insertAttempts(runs.map(({ execution }): Attempt => ({
    executionId: execution.id,
    n: before.filter((attempt) => attempt.executionId === execution.id).length + 1,
    fence: execution.fence,
    worker,
    outcome: "running",
    category: null,
    errorMessage: null,
    startedAt: now,
    endedAt: null,
    usage: null
  })))
  yield* writeEndings(givenUp, now)
  yield* queue.settle(idle)
  yield* queue.release(handedBack.map(({ claim }) => claim))
  const begun: ClaimedRuns = { runs, alone, suspects }
  return begun
})
