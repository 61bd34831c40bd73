import * as Schema from "effect/Schema"
import { Instant } from "../Instant.ts"
import { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"

/** A signing secret, sealed by the `Secrets` port. `validUntil` null is the current one. */
export const ChannelSecret = Schema.Struct({
  sealed: Schema.String,
  issuedAt: Instant,
  validUntil: Schema.NullOr(Instant)
})
export type ChannelSecret = typeof ChannelSecret.Type

/** Where a task tells its owner. At most one per kind. */
export const Channel = Schema.Struct({
  kind: ChannelKind,
  target: ChannelTarget,
  /** Newest first. Empty where the channel does not sign. */
  secrets: Schema.Array(ChannelSecret),
  /** Why the channel was switched off (the target answered 410), or null while it is on. */
  disabledReason: Schema.NullOr(Schema.String)
})
export type Channel = typeof Channel.Type
