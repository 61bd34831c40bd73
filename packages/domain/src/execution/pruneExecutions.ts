import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { inBatches } from "../upkeep/inBatches.ts"

/** Rows deleted in one statement: well under a second of locks, attempts included. */
const BATCH = 500

/**
 * Deletes the executions that ended longer ago than `keep` and told nobody, in batches. What was told is kept, and so
 * is the last execution of every task. Answers how many.
 */
export const pruneExecutions = Effect.fn("pruneExecutions")(function*(keep: Duration.Duration) {
  const executions = yield* ExecutionRepository
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const endedBefore = DateTime.subtractDuration(now, keep)
  return yield* inBatches(BATCH, (limit) => executions.prune({ endedBefore, limit }))
})
