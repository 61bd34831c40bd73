import * as Schema from "effect/Schema"
import { boundedText } from "../field/boundedText.ts"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"

/** `POST /api/v1/feed-tokens`. */
export const CreateFeedTokenInput = Schema.Struct({
  /** Where it is used, so that it is known later which one to revoke. */
  name: Schema.optionalKey(boundedText(0, 100))
}).annotate({ identifier: "CreateFeedToken" })

export const FeedTokenBody = Schema.Struct({ id: wireId, name: Schema.String, created_at: wireInstant })
  .annotate({ identifier: "FeedToken" })
export type FeedTokenBody = typeof FeedTokenBody.Type

/**
 * A feed just opened. Its addresses hold the token: they are shown here and never again, and a replay by
 * `Idempotency-Key` leaves them out.
 */
export const NewFeedTokenBody = Schema.Struct({
  ...FeedTokenBody.fields,
  token: Schema.optionalKey(Schema.String),
  rss_url: Schema.optionalKey(Schema.String),
  atom_url: Schema.optionalKey(Schema.String),
  json_url: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "NewFeedToken" })
