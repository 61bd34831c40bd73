import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { DeliveryId, DigestId, ExecutionId, NotificationId, TaskId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { statesOf } from "../lifecycle.ts"
import { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"
import { deliveryLifecycle } from "./deliveryLifecycle.ts"
import { NotificationEvent } from "./NotificationMessage.ts"

export const DeliveryStatusSchema = Schema.Literals(statesOf(deliveryLifecycle))

/**
 * One message owed to one target. Unique by notification, kind and address. `target` and `address` are where it was
 * owed to, and from the first try on where it was last sent: an owner may point the channel elsewhere meanwhile.
 */
export const Delivery = Schema.Struct({
  id: DeliveryId,
  notificationId: NotificationId,
  userId: UserId,
  taskId: TaskId,
  executionId: ExecutionId,
  event: NotificationEvent,
  kind: ChannelKind,
  /** Whose channel it goes by: the task's own, or the account's default. */
  channelOf: Schema.Literals(["task", "account"]),
  target: ChannelTarget,
  /** Where it goes, for the send log: the URL, the mail address. */
  address: Schema.String,
  status: DeliveryStatusSchema,
  attempts: Schema.Int,
  /** Tries made before it was last put back by hand: the ladder counts those after. */
  attemptsBefore: Schema.Int,
  /** When it may be tried (again). Null once it is over. */
  dueAt: Schema.NullOr(Instant),
  /** The claim that may write this row; 0 before the first. */
  fence: Schema.Int,
  lastHttpStatus: Schema.NullOr(Schema.Int),
  /** Why it failed, was skipped, or has to be tried again. */
  lastError: Schema.NullOr(Schema.String),
  createdAt: Instant,
  completedAt: Schema.NullOr(Instant),
  /** The digest it gathers in, or was told by; null: it goes by itself. */
  digestId: Schema.NullOr(DigestId).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null)))
})
export type Delivery = typeof Delivery.Type

/** One try of a delivery. */
export const DeliveryAttempt = Schema.Struct({
  deliveryId: DeliveryId,
  n: Schema.Int,
  startedAt: Instant,
  latencyMs: Schema.Int,
  outcome: Schema.Literals(["sent", "deferred", "rejected", "skipped"]),
  httpStatus: Schema.NullOr(Schema.Int),
  responseExcerpt: Schema.NullOr(Schema.String),
  error: Schema.NullOr(Schema.String)
})
export type DeliveryAttempt = typeof DeliveryAttempt.Type
