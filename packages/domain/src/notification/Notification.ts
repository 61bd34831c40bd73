import * as Schema from "effect/Schema"
import { DeliveryId, ExecutionId, NotificationId, TaskId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { NotificationEvent, NotificationMessage } from "./NotificationMessage.ts"

/**
 * An event decided on, once per execution and kind of event, and for `delivery_failed` once per delivery that did not tell.
 * What is owed for it are `Delivery`s.
 */
export const Notification = Schema.Struct({
  id: NotificationId,
  userId: UserId,
  taskId: TaskId,
  executionId: ExecutionId,
  event: NotificationEvent,
  /** The delivery that did not tell, for `delivery_failed`. */
  about: Schema.NullOr(DeliveryId),
  message: NotificationMessage,
  createdAt: Instant
})
export type Notification = typeof Notification.Type
