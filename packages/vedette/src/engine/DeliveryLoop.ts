import { deliverDue, Outbox } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { EngineOptions } from "./EngineOptions.ts"
import { makeNudge, sleepFor } from "./Nudge.ts"

/** Deliveries tried side by side. They wait on other people's servers, not on ours. */
const BATCH = 20

const PAUSE_AFTER_ERROR = Duration.seconds(1)

/** Delivers what is owed, for the life of the scope. Answers an effect that makes it look at once. */
export const startDeliveryLoop = Effect.gen(function*() {
  const options = yield* EngineOptions
  const outbox = yield* Outbox
  const nudge = yield* makeNudge
  const turn = Effect.gen(function*() {
    const tried = yield* deliverDue({ limit: BATCH, worker: options.worker })
    if (tried > 0) return
    yield* nudge.wait(Option.some(sleepFor(yield* outbox.untilNext, options.longestSleep)))
  }).pipe(
    Effect.catchCause((cause) =>
      Effect.logWarning("Delivering failed; trying again", cause).pipe(Effect.andThen(Effect.sleep(PAUSE_AFTER_ERROR)))
    )
  )
  yield* Effect.forkScoped(Effect.forever(turn))
  return nudge.give
})
