import { Instant } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"

/** RFC 3339, the years that every database can hold. `Date` alone would also take `"7"` and the year -271821. */
const rfc3339 = /^(?:19[7-9]\d|[2-9]\d{3})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/iu

const parses = (text: string): boolean => rfc3339.test(text) && !Number.isNaN(Date.parse(text))

/** A point in time as a client may write it. */
export const instantInput = Schema.String.check(
  Schema.makeFilter(parses, {
    ...saying({
      type: "datetime_parsing",
      msg: "Input should be a valid datetime with a time zone, such as 2026-11-21T09:00:00Z"
    }),
    toJsonSchema: () => [{ format: "date-time" }, true]
  })
).pipe(Schema.decodeTo(Instant))

/** A point in time in an answer: UTC, `Z`, milliseconds. */
export const wireInstant = Schema.String.annotate({ format: "date-time" }).pipe(Schema.decodeTo(Instant))
