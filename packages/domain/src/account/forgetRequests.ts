import * as Effect from "effect/Effect"
import { IdempotencyStore } from "../ports/IdempotencyStore.ts"
import { RateLimits } from "../ports/RateLimits.ts"
import { inBatches } from "../upkeep/inBatches.ts"

/** Rows of numbers, deleted in one statement: some hundredths of a second. */
const COUNTS = 5_000

/** Rows that hold whole answers: well under a second, lists of a hundred tasks included. */
const ANSWERS = 500

/** Forgets what is kept of requests for a while only: counts whose window has ended, and answers that are not given again. */
export const forgetRequests = Effect.gen(function*() {
  const limits = yield* RateLimits
  const store = yield* IdempotencyStore
  const counts = yield* inBatches(COUNTS, limits.prune)
  const answers = yield* inBatches(ANSWERS, store.prune)
  return { counts, answers }
}).pipe(Effect.withSpan("forgetRequests"))
