import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import type { Health, HealthStatus } from "./Health.ts"

/** One failed run can be bad luck; three in a row, or a day of nothing but failures, and silence means nothing any more. */
const FAILURES_UNTIL_BLIND = 3
const TIME_UNTIL_BLIND = Duration.hours(24)

export const healthAfterSuccess = (now: DateTime.Utc): Health => ({
  status: "healthy",
  consecutiveFailures: 0,
  failingSince: null,
  lastSuccessAt: now,
  reason: null
})

/**
 * The day is counted from the first failure in the row, not from the last good run: a task that is looked at weekly has
 * not been seen for days in the best of health. Blind stays blind until a good run, so that recovery is told.
 */
export const healthAfterFailure = (health: Health, reason: string, now: DateTime.Utc): Health => {
  const consecutiveFailures = health.consecutiveFailures + 1
  const failingSince = health.failingSince ?? now
  const blind = health.status === "blind" || consecutiveFailures >= FAILURES_UNTIL_BLIND ||
    Duration.isGreaterThanOrEqualTo(DateTime.distance(failingSince, now), TIME_UNTIL_BLIND)
  return { ...health, status: blind ? "blind" : "degraded", consecutiveFailures, failingSince, reason }
}

/** After a pause, or under another question, the row of failures begins anew; that the owner was told stays. */
export const healthAfterChange = (health: Health): Health => ({ ...health, consecutiveFailures: 0, failingSince: null })

/** The owner is told when a task goes blind and when it sees again; a single failed run is shown, not told. */
export const healthNews = (before: HealthStatus, after: HealthStatus): "went_blind" | "recovered" | null =>
  before !== "blind" && after === "blind" ? "went_blind" : before === "blind" && after === "healthy" ? "recovered" : null
