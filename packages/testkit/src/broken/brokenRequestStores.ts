import type { Begun, RequestClaim } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const inFlight: Begun = { _tag: "InFlight" }

/** Rate limits with one defect each, over the memory storage. */
export const brokenRateLimits: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "looks before it counts",
    ({ rateLimits }) => {
      const hits = new Map<string, number>()
      return {
        rateLimits: {
          ...rateLimits,
          take: (request) =>
            Effect.gen(function*() {
              const verdict = yield* rateLimits.take({ ...request, limit: 1_000_000 })
              // A window that has just begun has all but this request before it.
              const before = verdict.remaining === 999_999 ? 0 : hits.get(request.key) ?? 0
              yield* Effect.yieldNow
              hits.set(request.key, before + 1)
              return { ...verdict, allowed: before < request.limit, remaining: Math.max(0, request.limit - before - 1) }
            })
        }
      }
    },
    "of many requests at once exactly the limit are allowed, each with a remainder of its own"
  ),
  brokenStorage(
    "counts everybody together",
    ({ rateLimits }) => ({
      rateLimits: {
        ...rateLimits,
        take: (request) =>
          rateLimits.take(request.limit === 1 && Duration.toMinutes(request.window) > 50 ? { ...request, key: "all" } : request)
      }
    }),
    "keys do not count for each other"
  ),
  brokenStorage(
    "never ends a window",
    ({ rateLimits }) => ({
      rateLimits: {
        ...rateLimits,
        take: (request) => rateLimits.take(request.limit === 2 ? { ...request, window: Duration.days(1) } : request)
      }
    }),
    "when a window ends a new one begins, however many were refused in the old one"
  ),
  brokenStorage(
    "forgets nothing",
    ({ rateLimits }) => ({ rateLimits: { ...rateLimits, prune: () => Effect.succeed(0) } }),
    "counts are forgotten when their window has ended, as many at a time as asked, and not before"
  ),
  brokenStorage(
    "forgets all at once",
    ({ rateLimits }) => ({ rateLimits: { ...rateLimits, prune: () => rateLimits.prune(1_000_000) } }),
    "counts are forgotten when their window has ended, as many at a time as asked, and not before"
  )
]

/** Idempotency stores with one defect each, over the memory storage. */
export const brokenIdempotencyStores: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "looks before it takes",
    ({ idempotency }) => {
      const begun = new Set<string>()
      return {
        idempotency: {
          ...idempotency,
          begin: (claim, times) =>
            Effect.gen(function*() {
              const place = `${claim.owner} ${claim.key}`
              const isFirst = !begun.has(place)
              yield* Effect.yieldNow
              begun.add(place)
              const result = yield* idempotency.begin(claim, times)
              return isFirst && result._tag === "InFlight" ? { _tag: "New" } as const : result
            })
        }
      }
    },
    "of many tries at once exactly one is new; the others are in flight until it is answered, and then answered by it"
  ),
  brokenStorage(
    "does not look at the request behind a key",
    ({ idempotency }) => {
      const fingerprints = new Map<string, string>()
      return {
        idempotency: {
          ...idempotency,
          begin: (claim, times) =>
            Effect.flatMap(idempotency.begin(claim, times), (result) => {
              const place = `${claim.owner} ${claim.key}`
              if (result._tag === "New") fingerprints.set(place, claim.fingerprint)
              return result._tag !== "Different" || Duration.toHours(times.hold) < 1
                ? Effect.succeed(result)
                : idempotency.begin({ ...claim, fingerprint: fingerprints.get(place) ?? "" }, times)
            })
        }
      }
    },
    "a key used for another request is different, in flight and answered; another owner's same key is another key",
    "a try that is heard of no more loses its place to the next of the same request, and can answer nothing"
  ),
  brokenStorage(
    "keeps an answer beside the transaction and not in it",
    ({ idempotency }) => {
      const kept = new Map<string, Begun>()
      const placeOf = (claim: RequestClaim) => `${claim.owner} ${claim.key}`
      return {
        idempotency: {
          ...idempotency,
          finish: (claim, answer) =>
            Effect.tap(idempotency.finish(claim, answer), (done) =>
              Effect.sync(() => done && kept.set(placeOf(claim), { _tag: "Answered", answer }))),
          begin: (claim, times) =>
            Effect.map(idempotency.begin(claim, times), (result) =>
              result._tag === "InFlight" ? kept.get(placeOf(claim)) ?? inFlight : result)
        }
      }
    },
    "what is finished in a transaction that is rolled back is not finished"
  ),
  brokenStorage(
    "abandons nothing",
    ({ idempotency }) => ({ idempotency: { ...idempotency, abandon: () => Effect.void } }),
    "an abandoned request is new again, and its late answer is not kept; an answered one cannot be abandoned"
  ),
  brokenStorage(
    "holds a place for ever",
    ({ idempotency }) => ({
      idempotency: { ...idempotency, begin: (claim, { keep }) => idempotency.begin(claim, { keep, hold: keep }) }
    }),
    "a try that is heard of no more loses its place to the next of the same request, and can answer nothing"
  ),
  brokenStorage(
    "forgets nothing",
    ({ idempotency }) => ({ idempotency: { ...idempotency, prune: () => Effect.succeed(0) } }),
    "an answer is kept for its time, and then as if it had never been; it is forgotten with others, as many at a time as asked"
  ),
  brokenStorage(
    "forgets all at once",
    ({ idempotency }) => ({ idempotency: { ...idempotency, prune: () => idempotency.prune(1_000_000) } }),
    "an answer is kept for its time, and then as if it had never been; it is forgotten with others, as many at a time as asked"
  )
]
