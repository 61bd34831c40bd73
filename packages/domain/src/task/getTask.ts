import * as Effect from "effect/Effect"
import type { Execution } from "../execution/Execution.ts"
import type { TaskId, UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { type Audience, readableTask } from "./readableTask.ts"
import type { Task } from "./Task.ts"

export interface TaskView {
  readonly task: Task
  readonly lastExecution: Execution | null
  readonly audience: Audience
}

/** The task with its last execution. */
export const getTask = Effect.fn("getTask")(function*(reader: UserId | null, id: TaskId) {
  const { task, audience } = yield* readableTask(reader, id)
  const ids = task.lastExecutionId === null ? [] : [task.lastExecutionId]
  const [lastExecution = null] = yield* ExecutionRepository.use((executions) => executions.findMany(ids))
  const view: TaskView = { task, lastExecution, audience }
  return view
})
