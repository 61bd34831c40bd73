import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"
import { boundedInt } from "../field/boundedInt.ts"

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).format(0) !== ""
  } catch {
    return false
  }
}

const timeOfDay = Schema.String.check(
  Schema.isPattern(/^(?:[01]\d|2[0-3]):[0-5]\d$/, saying({ type: "value_error", msg: "Value error, a time of day such as 22:30 is expected" }))
)

/** Hours in which nobody is told. Past midnight where `to` is earlier than `from`. */
const QuietHoursBody = Schema.Struct({
  from: timeOfDay,
  to: timeOfDay,
  time_zone: Schema.String.check(
    Schema.makeFilter(isZone, saying({ type: "value_error", msg: "Value error, a time zone such as Europe/Berlin is expected" }))
  )
}).annotate({ identifier: "QuietHours" })

const notifyOn = Schema.Literals(["met", "new_evidence"])

/** What to be told of, as asked for. What is absent or null is as it is by default. */
export const AlertingInput = Schema.Struct({
  /** Confidence from which an alert is sent, 0..100. */
  threshold: Schema.optionalKey(Schema.NullOr(boundedInt(0, 100))),
  /** Sites whose quotes must support it. */
  sources_required: Schema.optionalKey(Schema.NullOr(boundedInt(1, 5))),
  notify_on: Schema.optionalKey(Schema.NullOr(notifyOn)),
  quiet_hours: Schema.optionalKey(Schema.NullOr(QuietHoursBody))
}).annotate({ identifier: "AlertingInput" })
export type AlertingInput = typeof AlertingInput.Type

export const AlertingBody = Schema.Struct({
  threshold: Schema.NullOr(Schema.Int),
  sources_required: Schema.Int,
  notify_on: notifyOn,
  /** The time zone is one that was checked when it was written. */
  quiet_hours: Schema.NullOr(Schema.Struct({ from: Schema.String, to: Schema.String, time_zone: Schema.String }))
}).annotate({ identifier: "Alerting" })
export type AlertingBody = typeof AlertingBody.Type
