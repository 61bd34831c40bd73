import { ChosenEvent } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { chosenEvents } from "./AccountChannelBody.ts"

/** The account's default webhook. */
export const WebhookSettingsBody = Schema.Struct({
  enabled: Schema.Boolean,
  /** Null: there is none. */
  url: Schema.NullOr(Schema.String),
  events: Schema.Array(ChosenEvent),
  /** Whole where it was just issued, and masked ever after; null: there is no webhook. */
  secret: Schema.NullOr(Schema.String),
  method: Schema.String,
  headers: Schema.Record(Schema.String, Schema.String),
  /** Why the server switched it off (its receiver answered 410), or null. Saving it again switches it on. */
  disabled_reason: Schema.NullOr(Schema.String)
}).annotate({ identifier: "WebhookSettings" })
export type WebhookSettingsBody = typeof WebhookSettingsBody.Type

/** What is left out, or null, stays as it is. */
export const WebhookSettingsInput = Schema.Struct({
  enabled: Schema.optionalKey(Schema.Boolean),
  url: Schema.optionalKey(Schema.NullOr(Schema.String)),
  events: Schema.optionalKey(chosenEvents),
  /** One's own: `whsec_` and base64 of 24 to 64 bytes. Best left out. */
  secret: Schema.optionalKey(Schema.NullOr(Schema.String)),
  method: Schema.optionalKey(Schema.NullOr(Schema.String)),
  headers: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.Json)))
}).annotate({ identifier: "WebhookSettingsChange" })
export type WebhookSettingsInput = typeof WebhookSettingsInput.Type

/** The same in the original's three words. */
export const WebhookConfigBody = Schema.Struct({
  url: Schema.NullOr(Schema.String),
  /** Whole where it was just issued, and masked ever after. */
  secret: Schema.NullOr(Schema.String),
  enabled: Schema.Boolean
}).annotate({ identifier: "WebhookConfig" })

export const WebhookConfigInput = Schema.Struct({
  /** Null removes the webhook. */
  webhook_url: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** Off unless it is said, as the original has it. */
  enabled: Schema.optionalKey(Schema.Boolean)
}).annotate({ identifier: "WebhookConfigChange" })
