import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ExecutionId, TaskId, UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { readableTask } from "../task/getTask.ts"
import { ExecutionNotFound } from "../task/refusals.ts"
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

/** One execution with its attempts. */
export const getExecution = Effect.fn("getExecution")(function*(
  reader: UserId | null,
  taskId: TaskId,
  id: ExecutionId
) {
  const executions = yield* ExecutionRepository
  const { audience } = yield* readableTask(reader, taskId)
  const found = yield* executions.find(id)
  if (Option.isNone(found) || found.value.taskId !== taskId) return yield* new ExecutionNotFound()
  return { audience, execution: found.value, attempts: yield* executions.attempts(id) }
})
