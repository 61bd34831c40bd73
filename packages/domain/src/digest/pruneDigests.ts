import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { DigestRepository } from "../ports/DigestRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { inBatches } from "../upkeep/inBatches.ts"

/** Rows deleted in one statement: some hundredths of a second. */
const BATCH = 1_000

/**
 * Deletes the digests that ended longer ago than `keep`, in batches. What they told is kept, each alert as a delivery of its
 * own. Answers how many.
 */
export const pruneDigests = Effect.fn("pruneDigests")(function*(keep: Duration.Duration) {
  const digests = yield* DigestRepository
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const endedBefore = DateTime.subtractDuration(now, keep)
  return yield* inBatches(BATCH, (limit) => digests.prune({ endedBefore, limit }))
})
