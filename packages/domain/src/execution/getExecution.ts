import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ExecutionId, TaskId, UserId } from "../ids.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { readableTask } from "../task/readableTask.ts"
import { ExecutionNotFound } from "./refusals.ts"

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
  return { audience, execution: found.value, attempts: yield* executions.attempts([id]) }
})
