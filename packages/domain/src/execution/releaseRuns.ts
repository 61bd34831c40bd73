import * as Effect from "effect/Effect"
import { advance } from "../lifecycle.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { cancelExecutions } from "./cancelExecution.ts"
import { executionLifecycle } from "./executionLifecycle.ts"
import type { Run } from "./Run.ts"

/**
 * Hands runs back unfinished, as a worker does that has to stop: claimable at once, and the try does not count. A run
 * whose task was taken off the schedule meanwhile is cancelled: nothing would ever wake it.
 */
export const releaseRuns = Effect.fn("releaseRuns")(function*(runs: ReadonlyArray<Run>) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  yield* unitOfWork.transact(Effect.gen(function*() {
    const now = yield* unitOfWork.now
    const live = yield* tasks.lockClaimed(runs.map((run) => run.claim))
    const executionOf = new Map(runs.map((run) => [run.task.id, run.execution]))
    const held = live.flatMap(({ task }) => {
      const execution = executionOf.get(task.id)
      return execution === undefined ? [] : [{ task, execution }]
    })
    for (const { execution, task } of held.filter(({ task }) => task.dueAt === null)) {
      yield* cancelExecutions(
        [execution],
        `The worker stopped; the run was not taken up again, because the task is ${task.state}.`,
        now
      )
    }
    const waiting = held.filter(({ task }) => task.dueAt !== null).map(({ execution }) => execution)
    yield* executions.endAttempts(waiting.map(({ id }) => ({
      executionId: id,
      outcome: "released",
      category: null,
      errorMessage: null,
      endedAt: now,
      usage: null
    })))
    yield* executions.save(waiting.map((execution) => ({
      execution: {
        ...execution,
        status: advance(executionLifecycle, execution.status, "leaseLost"),
        attempts: execution.attempts - 1
      },
      from: { status: execution.status, fence: execution.fence }
    })))
    yield* queue.release(live.map(({ claim }) => claim))
  }))
})
