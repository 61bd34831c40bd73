import { DeliveryStatusSchema, NotificationEvent } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { taskIdParam, wireId } from "../field/uuidText.ts"
import { instantInput, wireInstant } from "../field/wireInstant.ts"

const fields = {
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
  completed_at: Schema.NullOr(wireInstant),
  /** Whose channel it goes by: the task's own, or the account's default. */
  channel_of: Schema.Literals(["task", "account"])
}

/** One message owed to one target, and what has become of it. */
export const SendBody = Schema.Struct(fields).annotate({ identifier: "Send" })
export type SendBody = typeof SendBody.Type

export const SendsBody = Schema.Struct({
  sends: Schema.Array(SendBody),
  /** How many there are in all, whatever the page. */
  total: Schema.Int
}).annotate({ identifier: "Sends" })

/** One try of a send. What the target answered beyond its status stays with the server. */
export const SendAttemptBody = Schema.Struct({
  n: Schema.Int,
  started_at: wireInstant,
  latency_ms: Schema.Int,
  outcome: Schema.Literals(["sent", "deferred", "rejected", "skipped"]),
  http_status: Schema.NullOr(Schema.Int),
  error_message: Schema.NullOr(Schema.String)
}).annotate({ identifier: "SendAttempt" })

/** A send with every try of it. */
export const SendDetailBody = Schema.Struct({ ...fields, tries: Schema.Array(SendAttemptBody) })
  .annotate({ identifier: "SendDetail" })

/** Which sends to put back: those that failed or were skipped, of what was owed since an instant. */
export const ResendInput = Schema.Struct({
  since: instantInput,
  task_id: Schema.optionalKey(taskIdParam),
  notification_type: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "Resend" })

export const ResentBody = Schema.Struct({ resent: Schema.Int }).annotate({ identifier: "Resent" })
