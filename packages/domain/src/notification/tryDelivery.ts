import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { attemptDelivery } from "./attemptDelivery.ts"
import { afterTry } from "./afterTry.ts"
import { DELIVERY_LEASE } from "./claimDeliveries.ts"
import type { Delivery, DeliveryAttempt } from "./Delivery.ts"
import { recordTry } from "./recordTry.ts"

/** What a try came to; `lost`: nothing of it could be recorded here, and it will be made again. */
export type TryOutcome = DeliveryAttempt["outcome"] | "lost"

/**
 * Tries a delivery that was claimed just now, once, and records what came of it. From the answer of the target to the
 * stored outcome nothing interrupts.
 *
 * Never fails: one that cannot be tried or recorded must not hold up the others; its lease runs out and it is tried
 * again. So does a crash between sending and recording, under the same id.
 */
export const tryDelivery = (delivery: Delivery) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function*() {
      const until = (yield* Clock.currentTimeMillis) + Duration.toMillis(DELIVERY_LEASE)
      const tried = yield* restore(attemptDelivery(delivery))
      const saved = yield* recordTry(delivery, tried, { until, restore })
      if (!saved) {
        yield* Effect.logInfo("A delivery was taken over, or is gone with its task; this try is not recorded")
        return "lost"
      }
      return afterTry(tried, yield* DateTime.now, 0).attempt?.outcome ?? "skipped"
    })
  ).pipe(
    Effect.catchCause((cause) =>
      Effect.as(Effect.logError("A delivery could not be tried or recorded", cause), "lost" as TryOutcome)),
    Effect.annotateLogs({ deliveryId: delivery.id, taskId: delivery.taskId })
  )
