import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { DigestSettings } from "./DigestSettings.ts"
import type { Delivery } from "../notification/Delivery.ts"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { joinDigest } from "./joinDigest.ts"

/**
 * What is owed by a channel that gathers joins its digest instead of being due at once. A task's own channel gathers
 * nothing: whoever named it wants to be told there when it happens.
 */
export const gather = Effect.fn("gather")(function*(
  delivery: Delivery,
  channel: { readonly kind: ChannelKind; readonly digest?: DigestSettings },
  now: DateTime.Utc
) {
  const digest = channel.digest
  if (delivery.status !== "pending" || digest === undefined || digest.frequency === "none") return delivery
  if ((yield* Notifiers).get(delivery.kind)?.deliverDigest === undefined) return delivery
  const { dueAt, id } = yield* joinDigest({ digest, kind: delivery.kind, userId: delivery.userId }, now)
  return { ...delivery, digestId: id, dueAt }
})
