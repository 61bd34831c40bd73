import { deliverDue, Outbox, type StorageError } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberSet from "effect/FiberSet"
import * as Option from "effect/Option"
import { EngineOptions } from "./EngineOptions.ts"
import { makeNudge, sleepFor } from "./Nudge.ts"

/** Deliveries tried side by side. They wait on other people's servers, not on ours. */
const BATCH = 20

const PAUSE_AFTER_ERROR = Duration.seconds(1)

/**
 * Delivers what is owed, for the life of the scope. Answers an effect that makes it look at once.
 *
 * When the scope closes it tries once more what is due, and lets the tries under way end within `drainWithin`: one that
 * is cut off may have arrived already, and would be made again.
 */
export const startDeliveryLoop = Effect.gen(function*() {
  const options = yield* EngineOptions
  const outbox = yield* Outbox
  const nudge = yield* makeNudge
  // Tries live in a set of their own, so that stopping the loop does not stop them.
  const tries = yield* FiberSet.make<number, StorageError>()
  const deliver = FiberSet.run(tries, deliverDue({ limit: BATCH, worker: options.worker })).pipe(Effect.flatMap(Fiber.join))

  const turn = Effect.gen(function*() {
    const tried = yield* deliver
    if (tried > 0) return
    yield* nudge.wait(Option.some(sleepFor(yield* outbox.untilNext, options.longestSleep)))
  }).pipe(
    Effect.catchCause((cause) =>
      Effect.logWarning("Delivering failed; trying again", cause).pipe(Effect.andThen(Effect.sleep(PAUSE_AFTER_ERROR)))
    )
  )
  const drain = deliver.pipe(
    Effect.andThen(FiberSet.awaitEmpty(tries)),
    Effect.timeoutOption(options.drainWithin),
    Effect.catchCause((cause) => Effect.logWarning("What is owed is left to the next worker", cause))
  )
  // Finalizers run in reverse: the loop stops first.
  yield* Effect.addFinalizer(() => drain)
  yield* Effect.forkScoped(Effect.forever(turn))
  return nudge.give
})
