import * as Schema from "effect/Schema"

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
