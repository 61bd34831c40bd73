import * as Schema from "effect/Schema"
import { Instant } from "../Instant.ts"

/** `blind`: the task has not seen its subject for so long that silence means nothing any more. */
export const HealthStatus = Schema.Literals(["healthy", "degraded", "blind"])
export type HealthStatus = typeof HealthStatus.Type

export const Health = Schema.Struct({
  status: HealthStatus,
  consecutiveFailures: Schema.Int,
  /** When the present row of failures began; null while there is none. */
  failingSince: Schema.NullOr(Instant),
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
