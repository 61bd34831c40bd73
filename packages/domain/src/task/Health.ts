import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Instant } from "../Instant.ts"

/** `blind`: the task has not seen its subject for so long that silence means nothing any more. */
export const HealthStatus = Schema.Literals(["healthy", "degraded", "blind"])
export type HealthStatus = typeof HealthStatus.Type

export const Health = Schema.Struct({
  status: HealthStatus,
  consecutiveFailures: Schema.Int,
  /**
   * When the present row of failures began; null while there is none. Older code, which may still run beside this one,
   * writes a health without it: read as null, the next failure begins the row.
   */
  failingSince: Schema.NullOr(Instant).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  lastSuccessAt: Schema.NullOr(Instant),
  reason: Schema.NullOr(Schema.String)
})
export type Health = typeof Health.Type

export const newHealth: Health = {
  status: "healthy",
  consecutiveFailures: 0,
  failingSince: null,
  lastSuccessAt: null,
  reason: null
}
