import { type Principal, RateLimits } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { rateHeaders } from "../http/rateHeaders.ts"
import { RateLimited } from "../http/requestErrors.ts"

const WINDOW = Duration.minutes(1)

/** At most `limit` a minute of what costs more than a request; all keys of an account count together. */
const limitAccount = (name: string, limit: number) =>
  Effect.fnUntraced(function*({ userId }: Principal) {
    const verdict = yield* RateLimits.use((limits) => limits.take({ key: `${name}:${userId}`, limit, window: WINDOW }))
    if (verdict.allowed) return
    const headers = rateHeaders(name, { limit, window: WINDOW }, verdict)
    return yield* new RateLimited({ resetsIn: verdict.resetsIn, headers })
  })

/**
 * Tests of channels, those of all kinds together. The original's number: enough to set a receiver up, too few to write to
 * strangers or to look around a network.
 */
export const limitTests = limitAccount("test", 5)

/** Drafts judged: as many as anybody words in a minute, too few to read the web through us. */
export const limitPreviews = limitAccount("preview", 20)
