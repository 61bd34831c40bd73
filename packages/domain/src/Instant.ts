import type * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"

/** A point in time, UTC, with millisecond precision. Written as ISO 8601 with `Z` wherever it leaves the process. */
export const Instant = Schema.DateTimeUtcFromString
export type Instant = DateTime.Utc
