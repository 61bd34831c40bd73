import * as Schema from "effect/Schema"
import { saying } from "../error/Violation.ts"
import { boundedInt } from "../field/boundedInt.ts"
import { instantInput, wireInstant } from "../field/wireInstant.ts"

/** A year, in seconds. Nobody means a longer pause, and it fits every integer column. */
const MAX_INTERVAL = 366 * 24 * 3_600

const interval = Schema.optionalKey(Schema.NullOr(boundedInt(1, MAX_INTERVAL)))

/** How often to look, as asked for. Seconds; what is absent or null is left to the server. */
export const CadenceInput = Schema.Struct({
  min_interval: interval,
  max_interval: interval,
  deadline: Schema.optionalKey(Schema.NullOr(instantInput))
}).check(
  Schema.makeFilter(
    ({ max_interval, min_interval }) => min_interval == null || max_interval == null || min_interval <= max_interval,
    saying({ type: "value_error", msg: "Value error, min_interval should not be above max_interval" })
  )
).annotate({ identifier: "CadenceInput" })

export const CadenceBody = Schema.Struct({
  min_interval: Schema.NullOr(Schema.Int),
  max_interval: Schema.NullOr(Schema.Int),
  deadline: Schema.NullOr(wireInstant)
}).annotate({ identifier: "Cadence" })
