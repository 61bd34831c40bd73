import { type ChannelKind, claimDeliveries, Outbox, tryDelivery } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as Option from "effect/Option"
import { EngineOptions } from "./EngineOptions.ts"
import { makeNudge, sleepFor } from "./Nudge.ts"
import type { Stopping } from "./Stopping.ts"

/** Deliveries of one channel tried side by side. They wait on other people's servers, not on ours. */
const CONCURRENCY = 20

const PAUSE_AFTER_ERROR = Duration.seconds(1)

/**
 * The law of a channel: a try ends within 15 s. A stopping worker that has less left begins none. One that is cut off
 * may have arrived, and would be made again; one that is left waits seconds for the next worker.
 */
const LAST_CALL = Duration.seconds(15)

/**
 * Delivers what is owed on one channel, in places of its own, for the life of the scope: channels never wait for each
 * other. Answers an effect that makes it look at once.
 *
 * When the scope closes it takes up what is due once more, lets the tries under way end within what is left of
 * `stopping`, and interrupts the rest.
 */
export const startDeliveryLoop = Effect.fn("startDeliveryLoop")(function*(kind: ChannelKind, stopping: Stopping) {
  const options = yield* EngineOptions
  const outbox = yield* Outbox
  const nudge = yield* makeNudge
  // Tries live in a set of their own, so that stopping the loop does not stop them.
  const tries = yield* FiberSet.make<void, never>()

  // Between the commit of a claim and the start of its try nothing may interrupt: the delivery would wait for its lease.
  const claimAndStart = Effect.gen(function*() {
    const free = CONCURRENCY - (yield* FiberSet.size(tries))
    if (free <= 0 || Duration.isLessThan(yield* stopping.left, LAST_CALL)) return 0
    const claimed = yield* claimDeliveries({ kind, limit: free, worker: options.worker })
    for (const delivery of claimed) {
      yield* FiberSet.run(tries, Effect.interruptible(Effect.ensuring(tryDelivery(delivery), nudge.give)))
    }
    return claimed.length
  }).pipe(Effect.uninterruptible)

  const turn = Effect.gen(function*() {
    if ((yield* claimAndStart) > 0) return
    const full = (yield* FiberSet.size(tries)) >= CONCURRENCY
    yield* nudge.wait(full ? Option.none() : Option.some(sleepFor(yield* outbox.untilNext(kind), options.longestSleep)))
  }).pipe(
    Effect.catchCause((cause) =>
      Effect.logWarning("Delivering failed; trying again", cause).pipe(Effect.andThen(Effect.sleep(PAUSE_AFTER_ERROR)))
    )
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
