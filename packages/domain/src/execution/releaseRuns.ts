import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { cancelExecution } from "./cancelExecution.ts"
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
    const live = new Map((yield* tasks.lockClaimed(runs.map((run) => run.claim))).map((task) => [task.id, task]))
    const held = runs.filter((run) => live.has(run.task.id))
    const now = yield* DateTime.now
    for (const { execution, task } of held) {
      const current = live.get(task.id)
      if (current?.dueAt === null) {
        yield* cancelExecution(execution, `The worker stopped; the run was not taken up again, because the task is ${current.state}.`)
        continue
      }
      const attempts = yield* executions.attempts(execution.id)
      const running = attempts.find((attempt) => attempt.outcome === "running")
      if (running !== undefined) yield* executions.endAttempt({ ...running, outcome: "released", endedAt: now })
      yield* executions.save(
        { ...execution, status: "retrying", attempts: execution.attempts - 1 },
        { status: "running", fence: execution.fence }
      )
    }
    yield* queue.release(held.map((run) => run.claim))
  }))
})
