import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** When an engine that was told to stop must be gone: one allowance for all its parts, not one for each. */
export interface Stopping {
  /** Told to stop: from now on time runs. */
  readonly begin: Effect.Effect<void>
  /** What is left of the allowance; infinite while nobody has told the engine to stop. */
  readonly left: Effect.Effect<Duration.Duration>
}

export const makeStopping = (within: Duration.Duration): Effect.Effect<Stopping> =>
  Effect.sync(() => {
    let deadline: number | null = null
    return {
      begin: Effect.map(Clock.currentTimeMillis, (now) => {
        deadline = now + Duration.toMillis(within)
      }),
      left: Effect.map(Clock.currentTimeMillis, (now) =>
        deadline === null ? Duration.infinity : Duration.millis(Math.max(0, deadline - now)))
    }
  })
