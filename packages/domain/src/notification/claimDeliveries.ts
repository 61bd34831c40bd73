import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { ChannelKind } from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"

/** A try ends within 15 s by the channel's own bound; four times that before another worker may take it over. */
const DELIVERY_LEASE = Duration.seconds(60)

/** Claims up to `limit` deliveries of one channel that are due, longest due first; each is to be given to `tryDelivery`. */
export const claimDeliveries = Effect.fn("claimDeliveries")(function*(options: {
  readonly kind: ChannelKind
  readonly limit: number
  readonly worker: string
}) {
  const outbox = yield* Outbox
  return yield* outbox.claim({ ...options, lease: DELIVERY_LEASE })
})
