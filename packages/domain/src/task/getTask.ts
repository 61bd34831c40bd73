import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Execution } from "../execution/Execution.ts"
import type { TaskId, UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { TaskNotFound } from "./refusals.ts"
import type { Task } from "./Task.ts"

/** Who reads: decides which fields may be shown. */
export type Audience = "owner" | "public"

export interface TaskView {
  readonly task: Task
  readonly lastExecution: Execution | null
  readonly audience: Audience
}

/** The task, if the reader may see it. `reader` null: nobody signed in. */
export const readableTask = Effect.fn("readableTask")(function*(reader: UserId | null, id: TaskId) {
  const found = yield* TaskRepository.use((tasks) => tasks.find(id))
  if (Option.isNone(found)) return yield* new TaskNotFound()
  const task = found.value
  if (task.userId === reader) return { task, audience: "owner" as const }
  if (task.isPublic) return { task, audience: "public" as const }
  return yield* new TaskNotFound()
})

/** The task with its last execution. */
export const getTask = Effect.fn("getTask")(function*(reader: UserId | null, id: TaskId) {
  const { task, audience } = yield* readableTask(reader, id)
  const lastExecution = task.lastExecutionId === null
    ? null
    : Option.getOrNull(yield* ExecutionRepository.use((executions) => executions.find(task.lastExecutionId!)))
  const view: TaskView = { task, lastExecution, audience }
  return view
})
