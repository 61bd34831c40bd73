import * as Schema from "effect/Schema"
import { UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { ChannelKind, ChannelTarget } from "../ports/Notifier.ts"
import { ChannelSecret } from "../task/Channel.ts"
import { ChosenEvent } from "./NotificationMessage.ts"

/** When a channel that can collect sends: each message at once, or what has gathered in a period, at a local time. */
export const DigestSettings = Schema.Struct({
  frequency: Schema.Literals(["none", "daily", "weekly"]),
  /** `HH:MM`, 24 hours, in `timezone`. */
  time: Schema.String.check(Schema.isPattern(/^([01][0-9]|2[0-3]):[0-5][0-9]$/u)),
  /** An IANA name, `Europe/Berlin`. */
  timezone: Schema.String
})
export type DigestSettings = typeof DigestSettings.Type

/** Every message by itself; the time is what a digest starts with when it is switched on. */
export const noDigest: DigestSettings = { frequency: "none", time: "09:00", timezone: "UTC" }

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
