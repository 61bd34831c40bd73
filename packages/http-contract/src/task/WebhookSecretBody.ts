import * as Schema from "effect/Schema"

/** A signing secret just issued: `whsec_…`. Shown here and never again: a replay by `Idempotency-Key` leaves it out. */
export const WebhookSecretBody = Schema.Struct({ secret: Schema.optionalKey(Schema.String) }).annotate({ identifier: "WebhookSecret" })
