import type * as DateTime from "effect/DateTime"
import type { ExecutionId } from "../ids.ts"
import type { Claim } from "../ports/WorkQueue.ts"
import { advance } from "../lifecycle.ts"
import type { Task } from "../task/Task.ts"
import type { Execution } from "./Execution.ts"
import { executionLifecycle } from "./executionLifecycle.ts"

/** A pending execution of the task. */
export const newExecution = (
  task: Task,
  options: {
    readonly id: ExecutionId
    readonly now: DateTime.Utc
    readonly trigger: Execution["trigger"]
    readonly suppressNotifications: boolean
  }
): Execution => ({
  id: options.id,
  taskId: task.id,
  userId: task.userId,
  trigger: options.trigger,
  suppressNotifications: options.suppressNotifications,
  status: "pending",
  fence: 0,
  attempts: 0,
  createdAt: options.now,
  startedAt: options.now,
  completedAt: null,
  judgement: null,
  notification: null,
  changeSummary: null,
  nextRun: null,
  errorMessage: null,
  errorCategory: null,
  internalError: null,
  trace: []
})

/** The execution with another try begun under the claim. One whose worker was lost passes through `retrying`. */
export const startedExecution = (execution: Execution, claim: Claim): Execution => ({
  ...execution,
  status: execution.status === "running"
    ? advance(executionLifecycle, execution.status, "leaseLost", "start")
    : advance(executionLifecycle, execution.status, "start"),
  fence: claim.fence,
  attempts: execution.attempts + 1,
  // The try before keeps its error in its own row; an execution that ends well has none.
  errorMessage: null,
  errorCategory: null,
  internalError: null
})
