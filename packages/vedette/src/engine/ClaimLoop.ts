import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as Option from "effect/Option"
import { makeOutageLog } from "../observability/makeOutageLog.ts"
import { EngineOptions } from "./EngineOptions.ts"
import { Fitness } from "./Fitness.ts"
import { makeNudge, sleepFor } from "./Nudge.ts"
import type { Stopping } from "./Stopping.ts"

/** Tried side by side, of one kind. They wait on other people's servers, not on ours. */
const CONCURRENCY = 20

const PAUSE_AFTER_ERROR = Duration.seconds(1)

/**
 * The law of a channel: a try ends within 15 s. A stopping worker that has less left begins none. One that is cut off
 * may have arrived, and would be made again; one that is left waits seconds for the next worker.
 */
const LAST_CALL = Duration.seconds(15)

export interface Claiming<A, E, R> {
  /** What is claimed, for the log: "Deliveries by webhook". */
  readonly what: string
  /** Claims up to `limit` of what is due. */
  readonly claim: (limit: number) => Effect.Effect<ReadonlyArray<A>, E, R>
  /** Tries one that was claimed just now, and records what came of it. */
  readonly attempt: (claimed: A) => Effect.Effect<void, never, R>
  /** Time until there is something to claim. */
  readonly untilNext: Effect.Effect<Option.Option<Duration.Duration>, E, R>
}

/**
 * Claims what is due and tries it, side by side, for the life of the scope. Answers an effect that makes it look at once.
 *
 * When the scope closes it takes up what is due once more, lets the tries under way end within what is left of
 * `stopping`, and interrupts the rest.
 */
export const startClaimLoop = Effect.fn("startClaimLoop")(function*<A, E, R>(
  { attempt, claim, untilNext, what }: Claiming<A, E, R>,
  stopping: Stopping
) {
  const options = yield* EngineOptions
  const isFit = yield* Fitness
  const nudge = yield* makeNudge
  const log = makeOutageLog(what, "claimed")
  // Tries live in a set of their own, so that stopping the loop does not stop them.
  const tries = yield* FiberSet.make<void, never>()

  // Between the commit of a claim and the start of its try nothing may interrupt: the delivery would wait for its lease.
  const claimAndStart = Effect.gen(function*() {
    const free = CONCURRENCY - (yield* FiberSet.size(tries))
    if (free <= 0 || Duration.isLessThan(yield* stopping.left, LAST_CALL) || !(yield* isFit)) return 0
    const claimed = yield* claim(free)
    yield* log.worked
    for (const each of claimed) {
      yield* FiberSet.run(tries, Effect.interruptible(Effect.ensuring(attempt(each), nudge.give)))
    }
    return claimed.length
  }).pipe(Effect.uninterruptible)

  const turn = Effect.gen(function*() {
    if ((yield* claimAndStart) > 0) return
    if (!(yield* isFit)) return yield* Effect.sleep(options.longestSleep)
    const full = (yield* FiberSet.size(tries)) >= CONCURRENCY
    yield* nudge.wait(full ? Option.none() : Option.some(sleepFor(yield* untilNext, options.longestSleep)))
  }).pipe(
    Effect.catchCause((cause) => Effect.andThen(log.failed(cause), Effect.sleep(PAUSE_AFTER_ERROR)))
  )

  const drain = Effect.gen(function*() {
    const lastTries = Effect.andThen(claimAndStart, FiberSet.awaitEmpty(tries))
    yield* Effect.timeoutOption(lastTries, yield* stopping.left)
  }).pipe(
    Effect.catchCause((cause) => Effect.logWarning("What is owed is left to the next worker", cause))
  )
  // Finalizers run in reverse: the loop stops first, then tries are waited for, then interrupted.
  yield* Effect.addFinalizer(() => drain)
  yield* Effect.forkScoped(Effect.forever(turn))
  return nudge.give
})
