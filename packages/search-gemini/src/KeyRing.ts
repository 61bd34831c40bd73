import { SearchError, SearchRateLimited, type SearchReason } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"

/** An overloaded server that does not say for how long. */
const overloadedMs = 30_000
/** A limit that does not say for how long: they are per minute. */
const limitedMs = 60_000

/**
 * Whether the other key may do better: a limit, an overload, or a limit of 0, which is a key's own. What may be billed was no refusal: asked
 * again at once it may be paid for twice, and within the room of one call.
 */
const isOfKey = ({ reason, usage }: SearchError): boolean =>
  (usage?.modelCalls ?? 0) === 0 &&
  (reason._tag === "SearchRateLimited" || reason._tag === "SearchUnavailable" || reason._tag === "SearchMisconfigured")

/**
 * Keys in order of preference, each with a breaker: one whose limit is used up is not asked again before it is said to be reset, so a
 * hundred tasks do not run into the same wall one by one.
 */
export const makeKeyRing = (keys: ReadonlyArray<Redacted.Redacted>) => {
  const openUntil = keys.map(() => 0)

  const trip = Effect.fnUntraced(function*(index: number, reason: SearchReason) {
    if (reason._tag !== "SearchRateLimited" && reason._tag !== "SearchUnavailable") return
    const wait = reason.retryAfterMs ?? (reason._tag === "SearchRateLimited" ? limitedMs : overloadedMs)
    openUntil[index] = (yield* Clock.currentTimeMillis) + wait
  })

  /** Uses the first key that may be used; the next one where it is refused. */
  const use = <A>(call: (key: Redacted.Redacted) => Effect.Effect<A, SearchError>): Effect.Effect<A, SearchError> =>
    Effect.gen(function*() {
      let last: SearchError | null = null
      for (const [index, key] of keys.entries()) {
        if ((openUntil[index] ?? 0) > (yield* Clock.currentTimeMillis)) continue
        const result = yield* Effect.result(call(key))
        if (result._tag === "Success") return result.success
        if (!isOfKey(result.failure)) return yield* result.failure
        yield* trip(index, result.failure.reason)
        last = last === null || last.reason._tag === "SearchMisconfigured" ? result.failure : last
      }
      // Whichever key comes back first is worth waiting for, even where the other one never will.
      const now = yield* Clock.currentTimeMillis
      const waits = openUntil.filter((until) => until > now)
      const retryAfterMs = waits.length === 0 ? null : Math.min(...waits) - now
      if (last !== null && last.reason._tag !== "SearchRateLimited" && (last.reason._tag !== "SearchMisconfigured" || waits.length === 0)) {
        return yield* last
      }
      const message = last?.reason._tag === "SearchRateLimited"
        ? last.message
        : "Gemini is limited, overloaded or out of reach, and is not asked again before that may have passed."
      return yield* new SearchError({ reason: new SearchRateLimited({ message, retryAfterMs }) })
    })

  return { use }
}
