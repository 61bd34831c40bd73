import * as Schema from "effect/Schema"
import { UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { ChannelKind } from "../ports/ChannelTarget.ts"

/** How an account words its messages by a channel, with `{{placeholders}}`. Plain text: markup in it is shown. */
export const MessageTemplate = Schema.Struct({
  userId: UserId,
  kind: ChannelKind,
  subject: Schema.String,
  body: Schema.String,
  updatedAt: Instant
})
export type MessageTemplate = typeof MessageTemplate.Type
