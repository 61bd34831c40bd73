import { type ChannelKind, claimDeliveries, Notifiers, Outbox, tryDelivery } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as Option from "effect/Option"
import { EngineOptions } from "./EngineOptions.ts"
import { makeNudge, sleepFor } from "./Nudge.ts"

/** Deliveries of one channel tried side by side. They wait on other people's servers, not on ours. */
const CONCURRENCY = 20

const PAUSE_AFTER_ERROR = Duration.seconds(1)

/**
 * Delivers what is owed by one channel, for the life of the scope. Answers an effect that makes it look at once. A slow
 * receiver holds one place and delays nobody while others are free.
 *
 * When the scope closes it takes up what is due once more, and lets the tries under way end within `drainWithin`: one
 * that is cut off may have arrived already, and would be made again.
 */
const startChannel = Effect.fn("startChannel")(function*(kind: ChannelKind) {
  const options = yield* EngineOptions
  const outbox = yield* Outbox
  const nudge = yield* makeNudge
  // Tries live in a set of their own, so that stopping the loop does not stop them.
  const tries = yield* FiberSet.make<void, never>()

  // Between the commit of a claim and the start of its try nothing may interrupt: the delivery would wait for its lease.
  const claimAndStart = Effect.fn("claimAndStart")(function*(limit: number) {
    const claimed = yield* claimDeliveries({ kind, limit, worker: options.worker })
    for (const delivery of claimed) {
      yield* FiberSet.run(tries, Effect.interruptible(Effect.ensuring(tryDelivery(delivery), nudge.give)))
    }
    return claimed.length
  }, Effect.uninterruptible)

  const turn = Effect.gen(function*() {
    const free = CONCURRENCY - (yield* FiberSet.size(tries))
    if (free <= 0) return yield* nudge.wait(Option.none())
    if ((yield* claimAndStart(free)) > 0) return
    yield* nudge.wait(Option.some(sleepFor(yield* outbox.untilNext(kind), options.longestSleep)))
  }).pipe(
    Effect.catchCause((cause) =>
      Effect.logWarning("Delivering failed; trying again", cause).pipe(Effect.andThen(Effect.sleep(PAUSE_AFTER_ERROR)))
    )
  )

  const drain = claimAndStart(CONCURRENCY).pipe(
    Effect.andThen(FiberSet.awaitEmpty(tries)),
    Effect.timeoutOption(options.drainWithin),
    Effect.catchCause((cause) => Effect.logWarning("What is owed is left to the next worker", cause))
  )
  // Finalizers run in reverse: the loop stops first.
  yield* Effect.addFinalizer(() => drain)
  yield* Effect.forkScoped(Effect.forever(turn))
  return nudge.give
})

/** Delivers what is owed, each channel by a loop of its own: channels never wait for each other. */
export const startDeliveryLoop = Effect.gen(function*() {
  const notifiers = yield* Notifiers
  const nudges = yield* Effect.forEach([...notifiers.keys()], startChannel)
  return Effect.all(nudges, { discard: true })
})
