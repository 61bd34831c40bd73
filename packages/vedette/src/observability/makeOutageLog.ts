import { StorageError } from "@vedette/domain"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** How one loop tells of its failures. */
export interface OutageLog {
  /**
   * Warns of a failure: of a storage that cannot be reached once, in one line, until it is there again; of anything else
   * each time, with its cause.
   */
  readonly failed: (cause: Cause.Cause<unknown>) => Effect.Effect<void>
  /** To be said of each success; heard of the first after an outage. */
  readonly worked: Effect.Effect<void>
}

const awayIn = (cause: Cause.Cause<unknown>): StorageError | null => {
  const error = Option.getOrNull(Cause.findErrorOption(cause))
  return error instanceof StorageError && error.reason._tag === "ConnectionLost" ? error : null
}

/**
 * A log of failures for a loop that goes on through them. A dozen loops ask a storage that is away every second: written out
 * each time, an outage of an hour is a million lines in which nothing else is found.
 *
 * @param what who fails and at what, in words that fit before "could not be …" and "can be … again": ("Runs", "claimed")
 */
export const makeOutageLog = (what: string, done: string): OutageLog => {
  let away = false
  return {
    failed: (cause) =>
      Effect.suspend(() => {
        const lost = awayIn(cause)
        if (lost === null) return Effect.logWarning(`${what} could not be ${done}; trying again`, cause)
        if (away) return Effect.void
        away = true
        return Effect.logWarning(`${what} could not be ${done}; trying again: ${lost.message}`)
      }),
    worked: Effect.suspend(() => {
      if (!away) return Effect.void
      away = false
      return Effect.logInfo(`${what} can be ${done} again`)
    })
  }
}
