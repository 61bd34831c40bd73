import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type ExecutionId, freshId, type TaskId, type UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { TaskNotFound } from "../task/refusals.ts"
import { cancelExecutions } from "./cancelExecution.ts"
import type { Execution } from "./Execution.ts"
import { newExecution } from "./newExecution.ts"
import { RunInProgress } from "./refusals.ts"

/**
 * Runs a task at once, whatever its state, and answers the execution. It never re-arms a paused or completed task.
 *
 * One that has not started yet is answered as it is, so fifty calls at once open one execution. It tells as soon as one of
 * those who asked for it wants telling: a call without `suppressNotifications` lifts the suppression of the one it joins,
 * and a call with it does not silence what somebody else, or the schedule, waits for. One that runs is a
 * refusal, unless its worker is gone (its lease ran out) or `force` is given: then it is cancelled, can write nothing
 * more, and a new one is opened in the same transaction, with a fresh budget of tries.
 */
export const runTaskNow = Effect.fn("runTaskNow")(function*(
  userId: UserId,
  id: TaskId,
  options: { readonly force: boolean; readonly suppressNotifications: boolean }
) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const queue = yield* WorkQueue
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const now = yield* unitOfWork.now
    const found = yield* tasks.lock(id)
    if (Option.isNone(found) || found.value.userId !== userId) return yield* new TaskNotFound()
    const open = (yield* executions.findOpen([id]))[0]
    if (open !== undefined) {
      if (open.status === "pending" && !options.force) {
        if (!open.suppressNotifications || options.suppressNotifications) return open
        const telling: Execution = { ...open, suppressNotifications: false }
        yield* executions.save([{ execution: telling, from: open }])
        return telling
      }
      if (open.status === "running" && !options.force && (yield* queue.isClaimed(id))) {
        return yield* new RunInProgress({ executionId: open.id })
      }
      yield* cancelExecutions([open], "Replaced by a run asked for by hand.", now)
      yield* queue.revoke(id)
    }
    const execution = newExecution(found.value, {
      id: yield* freshId<ExecutionId>(),
      now,
      trigger: "manual",
      suppressNotifications: options.suppressNotifications
    })
    yield* executions.insert([execution])
    yield* queue.runNow(id)
    return execution
  }))
})
