import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** Names only: an offset such as `+02:00` would be an hour off for half of the year. */
const isName = (text: string): boolean => /^[A-Za-z]/.test(text) && Option.isSome(DateTime.zoneMakeNamed(text))

/** An IANA time zone, `Europe/Berlin` or `UTC`. */
export const timeZoneText = Schema.String.check(
  Schema.makeFilter(isName, {
    ...saying({ type: "value_error", msg: "Input should be an IANA time zone such as Europe/Berlin" }),
    toJsonSchema: () => [{ minLength: 1 }, true]
  })
)
