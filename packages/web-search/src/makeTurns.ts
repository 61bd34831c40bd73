import type { SearchError, SearchReason } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"

/** A limit that passes within this is one per second. */
const shortMs = 2_000
/** `Retry-After: 0` is meant for nobody who asks again within the millisecond. */
const leastWaitMs = 250
/** For one search, when others (another process with the same key) take every turn. */
const maxWaits = 5

const isShort = (reason: SearchReason): boolean =>
  reason._tag === "SearchRateLimited" && reason.retryAfterMs !== null && reason.retryAfterMs <= shortMs

/**
 * Searches by one key, which an engine may limit by the second. Such a limit is waited out on the spot: a run that gave up would search
 * for all of it again, and run into it again. Where it was met once searches go one by one from then on: all that wait for the same second
 * would use it up for each other.
 */
export const makeTurns = () => {
  const turn = Semaphore.makeUnsafe(1)
  let isOneByOne = false

  const waitingOut = <A>(ask: Effect.Effect<A, SearchError>, waitsLeft: number): Effect.Effect<A, SearchError> =>
    Effect.catch(ask, (error) =>
      waitsLeft === 0 || !isShort(error.reason)
        ? Effect.fail(error)
        : Effect.andThen(Effect.sleep(Math.max(error.reason.retryAfterMs ?? 0, leastWaitMs)), waitingOut(ask, waitsLeft - 1)))

  return <A>(ask: Effect.Effect<A, SearchError>): Effect.Effect<A, SearchError> => {
    const inTurn = turn.withPermit(waitingOut(ask, maxWaits))
    return Effect.suspend(() =>
      isOneByOne
        ? inTurn
        : Effect.catch(ask, (error) => {
          if (!isShort(error.reason)) return Effect.fail(error)
          isOneByOne = true
          return inTurn
        })
    )
  }
}
