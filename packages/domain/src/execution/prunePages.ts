import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { PageArchive } from "../ports/PageArchive.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"

/** Rows dropped in one statement: well under a second of locks, texts of megabytes included. */
const BATCH = 200

/** Between two batches, so that a backlog does not crowd out the work of the day. */
const BREATH = "100 millis"

/** A text is stored a moment before it is cited, and read up to a run's length before that. */
const ON_ITS_WAY = Duration.hours(1)

/** Drops the pages that were read longer ago than `keep`, and the texts that nothing cites any more, in batches. Answers how many rows. */
export const prunePages = Effect.fn("prunePages")(function*(keep: Duration.Duration) {
  const archive = yield* PageArchive
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const batch = {
    readBefore: DateTime.subtractDuration(now, keep),
    uncitedBefore: DateTime.subtractDuration(now, ON_ITS_WAY),
    limit: BATCH
  }
  let pruned = 0
  for (;;) {
    const dropped = yield* archive.prune(batch)
    if (dropped === 0) return pruned
    pruned += dropped
    yield* Effect.sleep(BREATH)
  }
})
