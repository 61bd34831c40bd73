import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { Execution } from "../execution/Execution.ts"
import { type DeliveryId, freshId, type NotificationId } from "../ids.ts"
import { advance } from "../lifecycle.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"
import type { Judgement } from "../search/Judgement.ts"
import type { Task } from "../task/Task.ts"
import type { Delivery } from "./Delivery.ts"
import { deliveryLifecycle } from "./deliveryLifecycle.ts"
import type { ChosenEvent, NotificationMessage } from "./NotificationMessage.ts"

export interface News {
  readonly event: ChosenEvent
  readonly answer: string
  readonly judgement: Judgement | null
  readonly health: NotificationMessage["health"]
}

/**
 * The channels an event goes by: the task's own, or, of a task that has none, those defaults of its owner's account that
 * are on and were chosen for such events.
 */
const channelsOf = Effect.fnUntraced(function*(task: Task, event: ChosenEvent) {
  if (task.channels.length > 0) return { channelOf: "task" as const, channels: task.channels }
  const defaults = yield* (yield* AccountChannels).list(task.userId)
  const channels = defaults.filter(({ enabled, events }) => enabled && events.includes(event))
  return { channelOf: "account" as const, channels }
})

/**
 * Records an event and owes one delivery per channel, inside the caller's transaction: from that commit on the owner is
 * told, or it is visible why not.
 */
export const oweNotification = Effect.fn("oweNotification")(function*(
  task: Task,
  execution: Execution,
  news: News,
  now: DateTime.Utc
) {
  const notifiers = yield* Notifiers
  const outbox = yield* Outbox
  const id = yield* freshId<NotificationId>()
  const message: NotificationMessage = {
    notificationId: id,
    event: news.event,
    taskId: task.id,
    taskName: task.name,
    searchQuery: task.searchQuery,
    conditionDescription: task.conditionDescription,
    executionId: execution.id,
    occurredAt: now,
    answer: news.answer,
    evidence: news.judgement?.evidence ?? "",
    confidence: news.judgement?.confidence ?? 0,
    sources: news.judgement?.sources ?? [],
    quotes: news.judgement?.quotes.filter((quote) => quote.verified) ?? [],
    context: task.context,
    health: news.health,
    failure: null
  }
  const skip = task.state === "paused" ? "The task was paused before this could be sent." : null
  const { channelOf, channels } = yield* channelsOf(task, news.event)
  const deliveries = yield* Effect.forEach(channels, (channel) =>
    Effect.gen(function*() {
      const notifier = notifiers.get(channel.kind)
      const reason = skip ?? channel.disabledReason ??
        (notifier === undefined ? `This server has no channel "${channel.kind}".` : null)
      const delivery: Delivery = {
        id: yield* freshId<DeliveryId>(),
        notificationId: id,
        userId: task.userId,
        taskId: task.id,
        executionId: execution.id,
        event: news.event,
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
        completedAt: reason === null ? null : now
      }
      return delivery
    }))
  yield* outbox.owe(
    { id, userId: task.userId, taskId: task.id, executionId: execution.id, event: news.event, about: null, message, createdAt: now },
    deliveries
  )
})
