import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { oweNotification } from "../notification/oweNotification.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import type { RunEnding } from "./RunEnding.ts"

/** Writes the ends of tries, inside the caller's transaction. Answers the claims that were lost. */
export const writeEndings = Effect.fn("writeEndings")(function*(endings: ReadonlyArray<RunEnding>, now: DateTime.Utc) {
  if (endings.length === 0) return []
  const executions = yield* ExecutionRepository
  const tasks = yield* TaskRepository
  const queue = yield* WorkQueue
  yield* executions.endAttempts(endings.flatMap(({ attempt }) => attempt ?? []))
  yield* executions.save(endings.map(({ change }) => change))
  yield* tasks.saveAll(endings.flatMap(({ task }) => task ?? []))
  for (const { change, completes, news, task } of endings) {
    if (completes) yield* queue.cancel(change.execution.taskId)
    if (task !== null) yield* Effect.forEach(news, (one) => oweNotification(task, change.execution, one, now))
  }
  return yield* queue.settle(endings.map(({ claim, next }) => ({ claim, next })))
})
