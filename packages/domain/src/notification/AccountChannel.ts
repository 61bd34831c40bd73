import * as Schema from "effect/Schema"
import { DigestSettings } from "../digest/DigestSettings.ts"
import { UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { ChannelKind, ChannelTarget } from "../ports/ChannelTarget.ts"
import { ChannelSecret } from "../task/Channel.ts"
import { ChosenEvent } from "./NotificationMessage.ts"

/**
 * Where an owner is told of tasks that have no channels of their own. At most one per user and kind.
 *
 * It is read when something is owed and again at each try, so a change takes effect for what is owed already.
 */
export const AccountChannel = Schema.Struct({
  userId: UserId,
  kind: ChannelKind,
  target: ChannelTarget,
  /** Switched by its owner. Off: nothing new is owed to it, and what is owed is not sent. */
  enabled: Schema.Boolean,
  /** What its owner wants to be told. */
  events: Schema.Array(ChosenEvent),
  /** Newest first. Empty where the channel does not sign. */
  secrets: Schema.Array(ChannelSecret),
  /** Why we switched it off (the target answered 410), or null. Saving the settings again switches it back on. */
  disabledReason: Schema.NullOr(Schema.String),
  digest: DigestSettings,
  createdAt: Instant,
  updatedAt: Instant
})
export type AccountChannel = typeof AccountChannel.Type
