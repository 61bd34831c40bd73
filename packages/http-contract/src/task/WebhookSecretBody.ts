import * as Schema from "effect/Schema"

/** A signing secret just issued: `whsec_…`. Shown here and never again. */
export const WebhookSecretBody = Schema.Struct({ secret: Schema.String }).annotate({ identifier: "WebhookSecret" })
