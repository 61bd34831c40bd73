import { DigestSettings } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { boundedText } from "../field/boundedText.ts"
import { dayTimeText } from "../field/dayTimeText.ts"
import { timeZoneText } from "../field/timeZoneText.ts"

const frequency = DigestSettings.fields.frequency

/** The account's default email. */
export const EmailSettingsBody = Schema.Struct({
  enabled: Schema.Boolean,
  /** Null: there is none, and the account has no address of its own. */
  email: Schema.NullOr(Schema.String),
  /** Mail is sent to verified addresses alone. */
  verified: Schema.Boolean,
  /** `none`: each message at once. `weekly`: on Mondays. */
  digest_frequency: frequency,
  digest_time: Schema.String,
  timezone: Schema.String
}).annotate({ identifier: "EmailSettings" })
export type EmailSettingsBody = typeof EmailSettingsBody.Type

/** What is left out stays as it is. */
export const EmailSettingsInput = Schema.Struct({
  enabled: Schema.optionalKey(Schema.Boolean),
  email: Schema.optionalKey(boundedText(1, 254)),
  digest_frequency: Schema.optionalKey(frequency),
  /** `HH:MM` in `timezone`, whatever the clocks there do. */
  digest_time: Schema.optionalKey(dayTimeText),
  timezone: Schema.optionalKey(timeZoneText)
}).annotate({ identifier: "EmailSettingsChange" })
