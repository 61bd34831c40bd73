import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { Execution } from "../execution/Execution.ts"
import { freshId, type NotificationId } from "../ids.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { Outbox } from "../ports/Outbox.ts"
import type { Judgement } from "../search/Judgement.ts"
import type { Task } from "../task/Task.ts"
import type { ChosenEvent, NotificationMessage } from "./NotificationMessage.ts"
import { newDelivery, type OwingChannel } from "./newDelivery.ts"

export interface News {
  readonly event: ChosenEvent
  readonly answer: string
  readonly judgement: Judgement | null
  readonly health: NotificationMessage["health"]
}

/**
 * The channels an event goes by: the task's own, and, of a task that has none or none that is still on, those defaults of
 * its owner's account that are on and were chosen for such events.
 */
const channelsOf = Effect.fnUntraced(function*(task: Task, event: ChosenEvent) {
  const own = task.channels.map((channel): OwingChannel => ({ channelOf: "task", channel }))
  if (own.some(({ channel }) => channel.disabledReason === null)) return own
  const defaults = yield* (yield* AccountChannels).list(task.userId)
  return [
    ...own,
    ...defaults
      .filter(({ enabled, events }) => enabled && events.includes(event))
      .map((channel): OwingChannel => ({ channelOf: "account", channel }))
  ]
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
  const notification = {
    id,
    userId: task.userId,
    taskId: task.id,
    executionId: execution.id,
    event: news.event,
    about: null,
    createdAt: now
  }
  const channels = yield* channelsOf(task, news.event)
  const deliveries = yield* Effect.forEach(channels, (owing) => newDelivery(notification, owing, skip, now))
  yield* outbox.owe({ ...notification, message }, deliveries)
})
