import * as Effect from "effect/Effect"
import type { TaskId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { type TaskQuery, TaskRepository } from "../ports/TaskRepository.ts"
import type { TaskView } from "./getTask.ts"
import type { Audience } from "./readableTask.ts"
import type { Task } from "./Task.ts"

/** The tasks, each with its last execution and as whom the reader sees it. */
export const withLastExecutions = Effect.fn("withLastExecutions")(function*(
  tasks: ReadonlyArray<Task>,
  audienceOf: (task: Task) => Audience
) {
  const executions = yield* ExecutionRepository
  const last = yield* executions.findMany(tasks.flatMap((task) => task.lastExecutionId ?? []))
  const byId = new Map(last.map((execution) => [execution.id, execution]))
  return tasks.map((task): TaskView => ({
    task,
    lastExecution: task.lastExecutionId === null ? null : byId.get(task.lastExecutionId) ?? null,
    audience: audienceOf(task)
  }))
})

/** The owner's tasks, newest first, each with its last execution; and how many there are in all. */
export const listTasks = Effect.fn("listTasks")(function*(
  query: TaskQuery & { readonly after: TaskId | null; readonly limit: number | null }
) {
  const tasks = yield* TaskRepository
  const views = yield* withLastExecutions(yield* tasks.list(query), () => "owner")
  return { views, total: yield* tasks.count(query) }
})
