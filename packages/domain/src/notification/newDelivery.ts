import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { gather } from "../digest/gather.ts"
import { type DeliveryId, freshId } from "../ids.ts"
import { advance } from "../lifecycle.ts"
import { Notifiers } from "../ports/Notifier.ts"
import type { Channel } from "../task/Channel.ts"
import type { DigestSettings } from "../digest/DigestSettings.ts"
import type { Delivery } from "./Delivery.ts"
import { deliveryLifecycle } from "./deliveryLifecycle.ts"
import type { Notification } from "./Notification.ts"

/** A channel that something may be owed by, and whose it is. */
export interface OwingChannel {
  readonly channelOf: Delivery["channelOf"]
  readonly channel: Pick<Channel, "kind" | "target" | "disabledReason"> & { readonly digest?: DigestSettings }
}

/**
 * What is owed for a notification by one channel: due at once, gathered, or skipped with the reason.
 *
 * @param skip why none of it is to be sent, or null
 */
export const newDelivery = Effect.fnUntraced(function*(
  notification: Omit<Notification, "message">,
  { channel, channelOf }: OwingChannel,
  skip: string | null,
  now: DateTime.Utc
) {
  const notifier = (yield* Notifiers).get(channel.kind)
  const reason = skip ?? channel.disabledReason ??
    (notifier === undefined ? `This server has no channel "${channel.kind}".` : null)
  const delivery: Delivery = {
    id: yield* freshId<DeliveryId>(),
    notificationId: notification.id,
    userId: notification.userId,
    taskId: notification.taskId,
    executionId: notification.executionId,
    event: notification.event,
    kind: channel.kind,
    channelOf,
    target: channel.target,
    address: notifier?.address(channel.target) ?? channel.kind,
    status: reason === null ? "pending" : advance(deliveryLifecycle, "pending", "skip"),
    attempts: 0,
    attemptsBefore: 0,
    dueAt: reason === null ? now : null,
    fence: 0,
    lastHttpStatus: null,
    lastError: reason,
    createdAt: now,
    completedAt: reason === null ? null : now,
    digestId: null
  }
  return yield* gather(delivery, channel, now)
})
