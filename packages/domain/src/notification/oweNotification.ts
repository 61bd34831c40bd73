import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { Execution } from "../execution/Execution.ts"
import { type DeliveryId, freshId, type NotificationId } from "../ids.ts"
import { advance } from "../lifecycle.ts"
import { Notifiers } from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"
import type { Judgement } from "../search/Judgement.ts"
import type { Task } from "../task/Task.ts"
import type { Delivery } from "./Delivery.ts"
import { deliveryLifecycle } from "./deliveryLifecycle.ts"
import type { NotificationEvent, NotificationMessage } from "./NotificationMessage.ts"

export interface News {
  readonly event: NotificationEvent
  readonly answer: string
  readonly judgement: Judgement | null
  readonly health: NotificationMessage["health"]
}

/**
 * Records an event and owes one delivery per channel of the task, inside the caller's transaction: from that commit on
 * the owner is told, or it is visible why not.
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
    health: news.health
  }
  const skip = task.state === "paused" ? "The task was paused before this could be sent." : null
  const deliveries = yield* Effect.forEach(task.channels, (channel) =>
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
        target: channel.target,
        address: notifier?.address(channel.target) ?? channel.kind,
        status: reason === null ? "pending" : advance(deliveryLifecycle, "pending", "skip"),
        attempts: 0,
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
    { id, userId: task.userId, taskId: task.id, executionId: execution.id, event: news.event, message, createdAt: now },
    deliveries
  )
})
