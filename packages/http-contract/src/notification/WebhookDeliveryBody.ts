import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"

/** A message owed to a webhook, in the original's words; `Send` says more. */
export const WebhookDeliveryBody = Schema.Struct({
  id: wireId,
  task_id: wireId,
  execution_id: wireId,
  webhook_url: Schema.String,
  http_status: Schema.NullOr(Schema.Int),
  /** Tries made so far. */
  attempt_number: Schema.Int,
  delivered_at: Schema.NullOr(wireInstant),
  /** When it was given up. */
  failed_at: Schema.NullOr(wireInstant),
  next_retry_at: Schema.NullOr(wireInstant),
  error_message: Schema.NullOr(Schema.String),
  created_at: wireInstant
}).annotate({ identifier: "WebhookDelivery" })
export type WebhookDeliveryBody = typeof WebhookDeliveryBody.Type
