import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { Policy } from "../Policy.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { endDeferred } from "./endDeferred.ts"
import { endFailed } from "./endFailed.ts"
import { endJudged } from "./endJudged.ts"
import type { FinishedRun, SettledRun } from "./Run.ts"
import type { RunEnding } from "./RunEnding.ts"
import { writeEndings } from "./writeEndings.ts"

/**
 * Ends runs, all of a batch in one transaction: execution and attempt, what is owed, the task's state and memory, and
 * when it runs next, read from the tasks as they are *now*. A run whose claim was lost writes nothing. Answers what
 * became of each, in the order given.
 */
export const settleRuns = Effect.fn("settleRuns")(function*(finished: ReadonlyArray<FinishedRun>) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const unitOfWork = yield* UnitOfWork
  const policy = yield* Policy
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const now = yield* unitOfWork.now
    const live = new Map(
      (yield* tasks.lockClaimed(finished.map(({ run }) => run.claim))).map(({ claim, task }) => [claim.fence + claim.taskId, task])
    )
    const held = finished.filter(({ run }) => live.has(run.claim.fence + run.claim.taskId))
    const ids = held.map(({ run }) => run.execution.id)
    const stored = new Map((yield* executions.findMany(ids)).map((execution) => [execution.id, execution]))
    const attempts = yield* executions.attempts(ids)
    const endings = new Map<FinishedRun, RunEnding>()
    for (const ended of held) {
      const { outcome, run } = ended
      const task = live.get(run.claim.fence + run.claim.taskId)
      const execution = stored.get(run.execution.id)
      if (task === undefined || execution?.fence !== run.claim.fence || execution.status !== "running") continue
      const options = { claim: run.claim, asked: run.task, now, policy, random: yield* Random.next }
      const retriesUsed = attempts.filter((a) => a.executionId === execution.id && a.outcome === "failed").length
      endings.set(
        ended,
        outcome._tag === "Judged"
          ? endJudged(task, execution, outcome.judgement, options)
          : outcome._tag === "Failed"
          ? endFailed(task, execution, outcome.failure, retriesUsed, options)
          : endDeferred(task, execution, outcome, options)
      )
    }
    yield* writeEndings([...endings.values()], now)
    return finished.map((ended): SettledRun => {
      const execution = endings.get(ended)?.change.execution
      return execution === undefined || execution.status === "pending" || execution.status === "running"
        ? { run: ended.run, status: "lost", told: false }
        : { run: ended.run, status: execution.status, told: execution.notification !== null }
    })
  }))
})
