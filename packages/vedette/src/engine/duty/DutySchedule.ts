import { Cron } from "croner"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"

/**
 * When a duty recurs: so long after the end of its last shift, or at the instants of a cron pattern (five or six
 * fields, names and `L`, `#` as croner reads them) in a time zone.
 */
export type DutySchedule =
  | { readonly every: Duration.Duration }
  | { readonly pattern: string; readonly timezone: string }

/** Never due again: a pattern without a next instant, such as 31 February. */
const NEVER = DateTime.makeUnsafe(Date.UTC(9999, 0, 1))

/** The first instant after `now`. Throws where the pattern or the zone is none: a bug of whoever wrote it down. */
export const nextOccurrence = (schedule: DutySchedule, now: DateTime.Utc): DateTime.Utc => {
  if ("every" in schedule) return DateTime.addDuration(now, schedule.every)
  // Paused: croner's own timers know nothing of Effect's clock. Only its reckoning is used.
  const cron = new Cron(schedule.pattern, { timezone: schedule.timezone, paused: true })
  const next = cron.nextRun(DateTime.toDateUtc(now))
  return next === null ? NEVER : DateTime.makeUnsafe(next)
}

/**
 * When a duty is due at the latest, seen from a process that has just started: at once where it recurs by an interval,
 * for a start is when there is most to repair; at its next instant where it has a pattern.
 */
export const firstOccurrence = (schedule: DutySchedule, now: DateTime.Utc): DateTime.Utc =>
  "every" in schedule ? now : nextOccurrence(schedule, now)
