import * as Schema from "effect/Schema"
import { FeedTokenId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"

/** An address of a user's own feed: who knows the token reads the alerts, and can do nothing else. */
export const FeedToken = Schema.Struct({
  id: FeedTokenId,
  userId: UserId,
  /** What its owner calls it: where it is used. */
  name: Schema.String,
  /** SHA-256 of the token, hex. The token itself is stored nowhere. */
  digest: Schema.String,
  createdAt: Instant
})
export type FeedToken = typeof FeedToken.Type
