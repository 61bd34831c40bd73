import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { freshId, type NotificationId } from "../ids.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"
import type { Task } from "../task/Task.ts"
import type { Delivery } from "./Delivery.ts"
import { isUntold } from "./isUntold.ts"
import type { NotificationMessage } from "./NotificationMessage.ts"
import { newDelivery, type OwingChannel } from "./newDelivery.ts"
import { shownAddress } from "./shownAddress.ts"

/** What became of the same event by other channels, best first: what has just worked is likelier to work again. */
const standing: Readonly<Record<Delivery["status"], number>> = { sent: 0, pending: 1, skipped: 3, failed: 3 }
const UNTRIED = 2

/** The channel to tell by that another one failed, if there is one: the task's others first, then the account's. */
const otherChannel = Effect.fnUntraced(function*(task: Task, failed: Delivery) {
  const notifiers = yield* Notifiers
  const outbox = yield* Outbox
  const defaults = yield* (yield* AccountChannels).list(task.userId)
  const { executionId, taskId, userId } = failed
  const siblings = yield* outbox.deliveries({ userId, taskId, executionId, kind: null, limit: 100, offset: 0 })
  const candidates: ReadonlyArray<OwingChannel> = [
    ...task.channels.map((channel) => ({ channelOf: "task" as const, channel })),
    ...defaults.filter(({ enabled }) => enabled).map((channel) => ({ channelOf: "account" as const, channel }))
  ]
  const usable = candidates.flatMap((candidate) => {
    const { disabledReason, kind, target } = candidate.channel
    const address = notifiers.get(kind)?.address(target)
    if (address === undefined || disabledReason !== null || (kind === failed.kind && address === failed.address)) return []
    const there = siblings.filter((other) => other.kind === kind && other.address === address)
    const rank = there.length === 0 ? UNTRIED : Math.min(...there.map(({ status }) => standing[status]))
    return there.some(isUntold) ? [] : [{ candidate, rank }]
  })
  return usable.toSorted((a, b) => a.rank - b.rank)[0]?.candidate
})

const failureMessage = (
  id: NotificationId,
  message: NotificationMessage,
  { address, event, kind, lastError }: Delivery,
  now: DateTime.Utc
): NotificationMessage => {
  // The word that did not arrive, by the next channel: it is of the alert still, and not of itself.
  if (event === "delivery_failed") return { ...message, notificationId: id, occurredAt: now }
  const reason = lastError ?? "no reason is known"
  const shown = shownAddress(address)
  return {
    ...message,
    notificationId: id,
    event: "delivery_failed",
    occurredAt: now,
    answer: `Your ${kind} channel ${shown} did not take an alert, and it is not tried again (${reason}). The alert was: ` +
      message.answer,
    evidence: message.evidence === "" ? message.health?.reason ?? "" : message.evidence,
    failure: { kind, address: shown, event, reason }
  }
}

/**
 * Owes its owner, by another channel, the word that a delivery was given up and what it was to tell; inside the caller's
 * transaction, which holds the task's lock. Once per delivery, however often it fails. Nothing is owed where there is no
 * other channel.
 *
 * Where that word does not arrive either, it goes on by the next channel. It cannot go round: no address is told of an
 * execution's failures again at which one of its deliveries was given up or such a word has ended.
 */
export const oweFailure = Effect.fn("oweFailure")(function*(task: Task, failed: Delivery, now: DateTime.Utc) {
  if (task.state === "paused") return
  const outbox = yield* Outbox
  const other = yield* otherChannel(task, failed)
  const told = Option.getOrUndefined(yield* outbox.notification(failed.notificationId))
  if (other === undefined || told === undefined) return
  const id = yield* freshId<NotificationId>()
  const { executionId, taskId, userId } = failed
  const event = "delivery_failed" as const
  const notification = { id, userId, taskId, executionId, event, about: failed.id, createdAt: now }
  yield* outbox.owe(
    { ...notification, message: failureMessage(id, told.message, failed, now) },
    [yield* newDelivery(notification, other, null, now)]
  )
})
