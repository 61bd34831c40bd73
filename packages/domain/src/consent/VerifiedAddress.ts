import * as Schema from "effect/Schema"
import { UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { ChannelKind } from "../ports/ChannelTarget.ts"

/** An address that its user proved to be theirs. */
export const VerifiedAddress = Schema.Struct({
  userId: UserId,
  kind: ChannelKind,
  address: Schema.String,
  verifiedAt: Instant
})
export type VerifiedAddress = typeof VerifiedAddress.Type
