import * as Effect from "effect/Effect"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { type Claim, type Settlement, WorkQueue } from "../ports/WorkQueue.ts"
import type { FinishedRun } from "./Run.ts"
import { settleFailed } from "./settleFailed.ts"
import { settleJudged } from "./settleJudged.ts"

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
