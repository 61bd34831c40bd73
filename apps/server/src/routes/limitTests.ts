import { type Principal, RateLimits } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { rateHeaders } from "../http/rateHeaders.ts"
import { RateLimited } from "../http/requestErrors.ts"

/** The original's number: enough to set a receiver up, too few to write to strangers or to look around a network. */
const LIMIT = 5
const WINDOW = Duration.minutes(1)

/** Counts one test of a channel; those of all kinds and of all keys of an account count together. */
export const limitTests = Effect.fnUntraced(function*({ userId }: Principal) {
  const verdict = yield* RateLimits.use((limits) => limits.take({ key: `test:${userId}`, limit: LIMIT, window: WINDOW }))
  if (verdict.allowed) return
  const headers = rateHeaders("test", { limit: LIMIT, window: WINDOW }, verdict)
  return yield* new RateLimited({ resetsIn: verdict.resetsIn, headers })
})
