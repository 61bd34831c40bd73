import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"

/**
 * How long a claimed delivery is nobody else's: 20 s at most to read what is to be told, 30 s at most to tell it, and
 * 10 s and more to store what came of it. Longer would make a delivery wait the longer for the worker that died with it.
 */
export const DELIVERY_LEASE = Duration.seconds(60)

/**
 * Claims up to `limit` deliveries of one channel that are due and within the limits that the channel declares, longest due
 * first; each is to be given to `tryDelivery`.
 */
export const claimDeliveries = Effect.fn("claimDeliveries")(function*(options: {
  readonly kind: ChannelKind
  readonly limit: number
  readonly worker: string
}) {
  const outbox = yield* Outbox
  const limits = (yield* Notifiers).get(options.kind)?.capabilities.limits ?? []
  return yield* outbox.claim({ ...options, limits, lease: DELIVERY_LEASE })
})
