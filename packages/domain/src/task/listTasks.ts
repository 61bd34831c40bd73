import * as Effect from "effect/Effect"
import type { TaskId, UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import type { TaskView } from "./getTask.ts"
import type { TaskState } from "./taskLifecycle.ts"

/** The owner's tasks, newest first, each with its last execution; and how many there are in all. */
export const listTasks = Effect.fn("listTasks")(function*(query: {
  readonly userId: UserId
  readonly state: TaskState | null
  readonly after: TaskId | null
  readonly limit: number | null
}) {
  const tasks = yield* TaskRepository
  const executions = yield* ExecutionRepository
  const found = yield* tasks.list(query)
  const total = yield* tasks.count(query)
  const last = yield* executions.findMany(found.flatMap((task) => task.lastExecutionId ?? []))
  const byId = new Map(last.map((execution) => [execution.id, execution]))
  const views: ReadonlyArray<TaskView> = found.map((task) => ({
    task,
    lastExecution: task.lastExecutionId === null ? null : byId.get(task.lastExecutionId) ?? null,
    audience: "owner"
  }))
  return { views, total }
})
