import { DeliveryStatusSchema, NotificationEvent } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"

/** One message owed to one target, and what has become of it. */
export const SendBody = Schema.Struct({
  id: wireId,
  user_id: wireId,
  task_id: wireId,
  execution_id: wireId,
  /** The mail address, the webhook's URL. */
  recipient: Schema.String,
  /** The kind of channel: a server may have others than the seeds' two. */
  notification_type: Schema.String,
  status: DeliveryStatusSchema,
  /** Why it failed, was skipped, or has to be tried again. */
  error_message: Schema.NullOr(Schema.String),
  created_at: wireInstant,
  event: NotificationEvent,
  /** Tries made so far. */
  attempts: Schema.Int,
  last_http_status: Schema.NullOr(Schema.Int),
  /** Null unless it is pending. */
  next_attempt_at: Schema.NullOr(wireInstant),
  completed_at: Schema.NullOr(wireInstant)
}).annotate({ identifier: "Send" })
export type SendBody = typeof SendBody.Type

export const SendsBody = Schema.Struct({
  sends: Schema.Array(SendBody),
  /** How many there are in all, whatever the page. */
  total: Schema.Int
}).annotate({ identifier: "Sends" })
