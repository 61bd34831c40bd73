import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { StorageError } from "./StorageError.ts"

/** What became of one request under its limit. */
export interface RateVerdict {
  readonly allowed: boolean
  /** Requests that this window still lets through. */
  readonly remaining: number
  /** Until the window ends, and with it what was counted. */
  readonly resetsIn: Duration.Duration
}

/**
 * Counts requests over all processes together.
 *
 * A key's window begins with its first request and not on the full minute: clients that all wait for the full minute would
 * all come back in the same second.
 *
 * Laws
 * - Within a window `limit` requests of a key are allowed, however many come at once, and no more; then none until it ends.
 * - Keys do not count for each other.
 * - `prune` forgets windows that have ended, at most `limit`, and nothing that still counts; it answers how many.
 */
export class RateLimits extends Context.Service<RateLimits, {
  readonly take: (request: {
    readonly key: string
    /** At least 1. */
    readonly limit: number
    readonly window: Duration.Duration
  }) => Effect.Effect<RateVerdict, StorageError>
  readonly prune: (limit: number) => Effect.Effect<number, StorageError>
}>()("@vedette/domain/ports/RateLimits") {}
