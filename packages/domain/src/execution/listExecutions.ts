import * as Effect from "effect/Effect"
import type { ExecutionId, TaskId, UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { readableTask } from "../task/readableTask.ts"
import type { ExecutionStatus } from "./executionLifecycle.ts"

/** A page of a task's executions, newest first, how many there are in all, and as whom the reader sees them. */
export const listExecutions = Effect.fn("listExecutions")(function*(
  reader: UserId | null,
  query: {
    readonly taskId: TaskId
    readonly status: ExecutionStatus | null
    readonly notifiedOnly: boolean
    readonly after: ExecutionId | null
    readonly offset: number
    readonly limit: number
  }
) {
  const executions = yield* ExecutionRepository
  const { audience, task } = yield* readableTask(reader, query.taskId)
  return { audience, task, executions: yield* executions.list(query), total: yield* executions.count(query) }
})
