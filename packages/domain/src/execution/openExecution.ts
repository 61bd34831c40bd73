import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type ExecutionId, freshId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { Task } from "../task/Task.ts"
import type { Execution } from "./Execution.ts"

/** Opens a pending execution. The storage refuses a second open one for the task. */
export const openExecution = Effect.fn("openExecution")(function*(
  task: Task,
  options: { readonly trigger: Execution["trigger"]; readonly suppressNotifications: boolean }
) {
  const now = yield* DateTime.now
  const execution: Execution = {
    id: yield* freshId<ExecutionId>(),
    taskId: task.id,
    userId: task.userId,
    trigger: options.trigger,
    suppressNotifications: options.suppressNotifications,
    status: "pending",
    fence: 0,
    attempts: 0,
    createdAt: now,
    startedAt: now,
    completedAt: null,
    judgement: null,
    notification: null,
    changeSummary: null,
    nextRun: null,
    errorMessage: null,
    errorCategory: null,
    internalError: null,
    trace: []
  }
  yield* ExecutionRepository.use((executions) => executions.insert(execution))
  return execution
})
