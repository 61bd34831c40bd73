import { type ChannelKind, claimDeliveries, Outbox, tryDelivery } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { countOne, engineMetrics } from "../observability/engineMetrics.ts"
import { startClaimLoop } from "./ClaimLoop.ts"
import { EngineOptions } from "./EngineOptions.ts"
import type { Stopping } from "./Stopping.ts"

/**
 * Delivers what is owed on one channel, in places of its own, for the life of the scope: channels never wait for each
 * other. Answers an effect that makes it look at once.
 */
export const startDeliveryLoop = Effect.fn("startDeliveryLoop")(function*(kind: ChannelKind, stopping: Stopping) {
  const { worker } = yield* EngineOptions
  const outbox = yield* Outbox
  return yield* startClaimLoop({
    what: `Deliveries by ${kind}`,
    claim: (limit) => claimDeliveries({ kind, limit, worker }),
    attempt: (delivery) =>
      Effect.flatMap(tryDelivery(delivery), (outcome) => countOne(engineMetrics.deliveries, { channel: kind, outcome })),
    untilNext: outbox.untilNext(kind)
  }, stopping)
})
