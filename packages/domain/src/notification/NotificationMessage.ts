import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Instant } from "../Instant.ts"
import { DeliveryId, ExecutionId, NotificationId, TaskId } from "../ids.ts"
import { Quote, Source } from "../search/Judgement.ts"

/** What an owner can choose to be told: the condition is met, or the task can no longer be checked, or can be again. */
export const ChosenEvent = Schema.Literals(["condition_met", "health_changed"])
export type ChosenEvent = typeof ChosenEvent.Type

/**
 * What can be told: what was chosen, that another channel did not take it, and (never stored, owed to nobody) what a
 * test of a channel says.
 */
export const NotificationEvent = Schema.Literals([...ChosenEvent.literals, "delivery_failed", "test"])
export type NotificationEvent = typeof NotificationEvent.Type

/** Which channel did not take what, for `delivery_failed`. */
export const DeliveryFailure = Schema.Struct({
  kind: Schema.String,
  /** Its address as others may see it: the URL without its query, the mail address. */
  address: Schema.String,
  /** What it did not take. */
  event: NotificationEvent,
  reason: Schema.String
})
export type DeliveryFailure = typeof DeliveryFailure.Type

/**
 * What is told, as decided: a snapshot that no later edit of the task changes. Channels render it; it holds no
 * markup, no target and no secret.
 */
export const NotificationMessage = Schema.Struct({
  notificationId: NotificationId,
  event: NotificationEvent,
  taskId: TaskId,
  taskName: Schema.String,
  searchQuery: Schema.String,
  conditionDescription: Schema.String,
  executionId: ExecutionId,
  /** When the run that decided this ended. */
  occurredAt: Instant,
  /** The sentence for the user. */
  answer: Schema.String,
  evidence: Schema.String,
  confidence: Schema.Int,
  sources: Schema.Array(Source),
  quotes: Schema.Array(Quote),
  /** The task's own opaque JSON, echoed. */
  context: Schema.NullOr(Schema.Json),
  /** The new health, for `health_changed`. */
  health: Schema.NullOr(Schema.Struct({ status: Schema.String, reason: Schema.NullOr(Schema.String) })),
  /** What went wrong, for `delivery_failed`; the rest is what the channel did not take, so that it is told after all. */
  failure: Schema.NullOr(DeliveryFailure).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null)))
})
export type NotificationMessage = typeof NotificationMessage.Type

/** A message on its way to one target. `deliveryId` is the same over all tries, so a receiver can de-duplicate. */
export const OutgoingMessage = Schema.Struct({ deliveryId: DeliveryId, message: NotificationMessage })
export type OutgoingMessage = typeof OutgoingMessage.Type
