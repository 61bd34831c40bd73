import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"

/** A pause that can be cut short: many nudges while nobody sleeps count as one. */
export interface Nudge {
  readonly give: Effect.Effect<void>
  /** Sleeps for at most `longest`; without it, until nudged. */
  readonly wait: (longest: Option.Option<Duration.Duration>) => Effect.Effect<void>
}

export const makeNudge: Effect.Effect<Nudge> = Effect.gen(function*() {
  const queue = yield* Queue.sliding<void>(1)
  const nudged = Queue.take(queue)
  return {
    give: Effect.asVoid(Queue.offer(queue, undefined)),
    wait: (longest) =>
      Option.match(longest, {
        onNone: () => nudged,
        onSome: (duration) => Effect.asVoid(Effect.timeoutOption(nudged, duration))
      })
  }
})

/**
 * How long to sleep when nothing could be claimed: until the next is due, but not longer than `longest`; and when
 * something is due and yet could not be claimed (its carrier is still on its way), not shorter than a quarter second,
 * so that waiting is not spinning.
 */
export const sleepFor = (
  untilNext: Option.Option<Duration.Duration>,
  longest: Duration.Duration
): Duration.Duration =>
  Duration.max(
    Duration.min(Option.getOrElse(untilNext, () => longest), longest),
    Duration.min(Duration.millis(250), longest)
  )
