import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import type { Health, HealthStatus } from "./Health.ts"
import type { Task } from "./Task.ts"

/** One failed run can be bad luck; three in a row, or a day without a good one, and silence means nothing any more. */
const FAILURES_UNTIL_BLIND = 3
const TIME_UNTIL_BLIND = Duration.hours(24)

export const healthAfterSuccess = (now: DateTime.Utc): Health => ({
  status: "healthy",
  consecutiveFailures: 0,
  lastSuccessAt: now,
  reason: null
})

export const healthAfterFailure = (
  task: Pick<Task, "health" | "stateChangedAt">,
  reason: string,
  now: DateTime.Utc
): Health => {
  const consecutiveFailures = task.health.consecutiveFailures + 1
  // While it was paused nobody expected it to see anything: the day counts from the resumption.
  const since = DateTime.max(task.health.lastSuccessAt ?? task.stateChangedAt, task.stateChangedAt)
  const unseen = DateTime.distance(since, now)
  const blind = consecutiveFailures >= FAILURES_UNTIL_BLIND ||
    Duration.isGreaterThanOrEqualTo(unseen, TIME_UNTIL_BLIND)
  return { ...task.health, status: blind ? "blind" : "degraded", consecutiveFailures, reason }
}

/** The owner is told when a task goes blind and when it sees again; a single failed run is shown, not told. */
export const healthNews = (before: HealthStatus, after: HealthStatus): "went_blind" | "recovered" | null =>
  before !== "blind" && after === "blind" ? "went_blind" : before === "blind" && after === "healthy" ? "recovered" : null
