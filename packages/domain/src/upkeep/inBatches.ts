import * as Effect from "effect/Effect"

/** Between two batches, so that a backlog of years does not crowd out the work of the day. */
const BREATH = "100 millis"

/**
 * Deletes batch after batch until one is not full. Answers how many rows in all.
 *
 * @param size rows of a batch: what is deleted in one statement is under lock until it ends
 * @param prune deletes at most so many, and answers how many
 */
export const inBatches = Effect.fnUntraced(function*<E, R>(size: number, prune: (limit: number) => Effect.Effect<number, E, R>) {
  let pruned = 0
  for (;;) {
    const batch = yield* prune(size)
    pruned += batch
    if (batch < size) return pruned
    yield* Effect.sleep(BREATH)
  }
})
