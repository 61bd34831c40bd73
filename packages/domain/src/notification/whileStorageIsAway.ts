import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { StorageError } from "../ports/StorageError.ts"

/** From 200 ms, doubled up to 5 s: a failover is over in seconds, and twenty tries a channel may be waiting for it. */
const pauseMs = (failures: number): number => Math.min(200 * 2 ** failures, 5_000)

/** How long, and how, an outcome waits for a storage that is away. */
export interface Patience {
  /** Epoch milliseconds by `Clock`, the end of the lease: after it somebody else may be at it. */
  readonly until: number
  /** Makes the pauses interruptible: a worker that must stop while its storage is away cannot keep the outcome anyway. */
  readonly restore: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

/**
 * Writes down what became of a try, again and again while the storage cannot be reached: a target that has answered must
 * not be told again because we could not write it down. Nothing interrupts but the pauses between.
 *
 * Fails with what the storage said last when the lease is about to end, and at once with what would be the same next time.
 */
export const whileStorageIsAway = <A, R>(
  write: Effect.Effect<A, StorageError, R>,
  patience: Patience,
  failures = 0
): Effect.Effect<A, StorageError, R> =>
  Effect.catch(write, (error) =>
    Effect.gen(function*() {
      const pause = Duration.millis(pauseMs(failures))
      const resumes = (yield* Clock.currentTimeMillis) + Duration.toMillis(pause)
      if (!error.isRetryable || resumes >= patience.until) return yield* error
      yield* patience.restore(Effect.sleep(pause))
      return yield* whileStorageIsAway(write, patience, failures + 1)
    }))
