import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** Ten of the contracts' virtual units: beyond every due time that a law still calls early. */
const AHEAD_MS = 10 * 60_000

/** Runs an effect by a clock that is fast: the defect of an adapter that compares with the wrong present. */
export const inTheFuture = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Clock.Clock, (clock) =>
    Effect.provideService(effect, Clock.Clock, {
      monotonicTimeNanos: clock.monotonicTimeNanos,
      monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
      sleep: (duration) => clock.sleep(duration),
      currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + AHEAD_MS,
      currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + AHEAD_MS),
      currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() + BigInt(AHEAD_MS) * 1_000_000n,
      currentTimeNanos: Effect.map(clock.currentTimeNanos, (now) => now + BigInt(AHEAD_MS) * 1_000_000n)
    }))
