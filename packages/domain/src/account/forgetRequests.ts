import * as Effect from "effect/Effect"
import { IdempotencyStore } from "../ports/IdempotencyStore.ts"
import { RateLimits } from "../ports/RateLimits.ts"

/** Forgets what is kept of requests for a while only: counts whose window has ended, and answers that are not given again. */
export const forgetRequests = Effect.gen(function*() {
  const counts = yield* RateLimits.use((limits) => limits.prune)
  const answers = yield* IdempotencyStore.use((store) => store.prune)
  return { counts, answers }
}).pipe(Effect.withSpan("forgetRequests"))
