import * as Effect from "effect/Effect"
import type { ExecutionId, UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import type { Audience } from "../task/readableTask.ts"
import type { Task } from "../task/Task.ts"
import type { Execution } from "./Execution.ts"

/** An execution that told its owner, with the task it was told of. */
export interface ToldExecution {
  readonly execution: Execution
  readonly task: Task
  readonly audience: Audience
}

/**
 * What has been told lately, newest first: of all tasks of the owner, or, without one, of everybody's public tasks as the
 * public sees them. An item whose task is not readable (deleted, or made private meanwhile) is left out.
 *
 * @returns `next`: where the next page begins, null where there is none
 */
export const listTold = Effect.fn("listTold")(function*(query: {
  readonly userId: UserId | null
  readonly after: ExecutionId | null
  readonly limit: number
}) {
  const found = yield* ExecutionRepository.use((repository) => repository.listTold({ ...query, limit: query.limit + 1 }))
  const executions = found.slice(0, query.limit)
  const tasks = yield* TaskRepository.use((repository) =>
    repository.findMany([...new Set(executions.map(({ taskId }) => taskId))])
  )
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const audience: Audience = query.userId === null ? "public" : "owner"
  const items = executions.flatMap((execution): ReadonlyArray<ToldExecution> => {
    const task = byId.get(execution.taskId)
    const readable = task !== undefined && (audience === "owner" ? task.userId === query.userId : task.isPublic)
    return readable ? [{ execution, task, audience }] : []
  })
  return { items, next: found.length > query.limit ? executions.at(-1)?.id ?? null : null }
})
