import { ChannelTarget } from "@vedette/domain"
import * as Schema from "effect/Schema"

const outcome = {
  delivered: Schema.Boolean,
  /** What the target answered, where it speaks HTTP and answered at all. Its words are not repeated. */
  status_code: Schema.NullOr(Schema.Int),
  /** Null: it was delivered. */
  error: Schema.NullOr(Schema.String),
  latency_ms: Schema.Int
}

/** What came of a test. */
export const TestOutcomeBody = Schema.Struct(outcome).annotate({ identifier: "TestOutcome" })
export type TestOutcomeBody = typeof TestOutcomeBody.Type

/** The same as the original's clients read it: 200 with `message`, or 400 with `detail`. */
export const WebhookTestBody = Schema.Struct({
  ...outcome,
  success: Schema.Boolean,
  message: Schema.String,
  detail: Schema.optionalKey(Schema.String),
  code: Schema.optionalKey(Schema.Literal("test_failed"))
}).annotate({ identifier: "WebhookTest" })

export const TestInput = Schema.Struct({
  /** Left out: where the account's default channel points. */
  target: Schema.optionalKey(ChannelTarget),
  secret: Schema.optionalKey(Schema.NullOr(Schema.String))
}).annotate({ identifier: "ChannelTest" })

export const WebhookTestInput = Schema.Struct({
  /** Left out: the account's default webhook. */
  webhook_url: Schema.optionalKey(Schema.NullOr(Schema.String)),
  webhook_secret: Schema.optionalKey(Schema.NullOr(Schema.String))
}).annotate({ identifier: "WebhookTestRequest" })
