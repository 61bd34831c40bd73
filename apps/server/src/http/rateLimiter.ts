import { type Principal, RateLimits, type RateVerdict } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { clientAddress } from "./clientAddress.ts"
import { rateHeaders } from "./rateHeaders.ts"
import { RateLimited } from "./requestErrors.ts"

/** Requests a minute; 0: as many as they like. */
export interface RateSettings {
  readonly perCredential: number
  readonly perAddress: number
}

export const unlimited: RateSettings = { perCredential: 0, perAddress: 0 }

const WINDOW = Duration.minutes(1)

/** Flooders remembered at once: a few megabytes at most. The one that came first is forgotten first, and costs a look again. */
const MAX_REMEMBERED = 10_000

/**
 * Counts requests, and refuses those beyond the limit. A key that was refused is remembered here until its window ends: a
 * flood costs the storage nothing more, and counting costs everybody else one statement.
 */
export const rateLimiter = (settings: RateSettings) => {
  const refused = new Map<string, number>()

  const take = Effect.fnUntraced(function*(name: string, key: string, limit: number) {
    if (limit === 0) return {}
    const now = yield* Clock.currentTimeMillis
    const until = refused.get(key)
    if (until !== undefined && until > now) {
      const verdict: RateVerdict = { allowed: false, remaining: 0, resetsIn: Duration.millis(until - now) }
      return yield* new RateLimited({ resetsIn: verdict.resetsIn, headers: rateHeaders(name, { limit, window: WINDOW }, verdict) })
    }
    refused.delete(key)
    const verdict = yield* RateLimits.use((limits) => limits.take({ key, limit, window: WINDOW }))
    const headers = rateHeaders(name, { limit, window: WINDOW }, verdict)
    if (verdict.allowed) return headers
    const oldest = refused.keys().next().value
    if (refused.size >= MAX_REMEMBERED && oldest !== undefined) refused.delete(oldest)
    refused.set(key, now + Duration.toMillis(verdict.resetsIn))
    return yield* new RateLimited({ resetsIn: verdict.resetsIn, headers })
  })

  return {
    /** One request of somebody who was let in. Answers the headers that tell them what is left. */
    ofPrincipal: (principal: Principal) => take("key", principal.credential, settings.perCredential),
    /** One request of somebody unknown, or of somebody who was not let in. */
    ofAddress: (ip: string) => take("address", `address:${clientAddress(ip)}`, settings.perAddress)
  }
}
export type RateLimiter = ReturnType<typeof rateLimiter>
