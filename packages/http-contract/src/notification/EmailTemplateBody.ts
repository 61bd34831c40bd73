import * as Schema from "effect/Schema"
import { boundedText } from "../field/boundedText.ts"
import { wireInstant } from "../field/wireInstant.ts"

export const EmailTemplateInput = Schema.Struct({
  /** One line; at most 150 characters of what it comes to are sent. */
  subject: boundedText(1, 300),
  /** Plain text: markup in it is shown, web addresses become links, a free line begins a paragraph. */
  body: boundedText(1, 5_000)
}).annotate({ identifier: "EmailTemplateChange" })

export const EmailTemplateBody = Schema.Struct({
  subject: Schema.NullOr(Schema.String),
  body: Schema.NullOr(Schema.String),
  updated_at: Schema.NullOr(wireInstant),
  placeholders: Schema.Record(Schema.String, Schema.String)
}).annotate({ identifier: "EmailTemplate" })

export const EmailPreviewBody = Schema.Struct({ subject: Schema.String, text: Schema.String, html: Schema.String })
  .annotate({ identifier: "EmailPreview" })
