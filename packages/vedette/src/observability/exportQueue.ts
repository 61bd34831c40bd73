import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { measureQueue } from "./measureQueue.ts"

/** As often as a collector is told the numbers; a scrape of `/metrics` measures for itself. */
const EVERY = Duration.seconds(10)

/**
 * Keeps the gauges of the queue fresh for a collector that is pushed to, for the life of the scope. While the queue cannot be
 * measured there are none.
 */
export const exportQueue = measureQueue.pipe(
  Effect.catchCause((cause) => Effect.logDebug("The queue could not be measured", cause)),
  Effect.andThen(Effect.sleep(EVERY)),
  Effect.forever,
  Effect.forkScoped
)
