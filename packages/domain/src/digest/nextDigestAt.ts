import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { DigestSettings } from "./DigestSettings.ts"

/** Digests of a week come on its first day, by ISO 8601. */
const MONDAY = 1

/** A week, the day it began on, and one more where a day was skipped. */
const DAYS_AHEAD = 9

const minute = 60_000

/**
 * The instant at which a local time is reached. One that the clocks jump over is reached when they have jumped; one that
 * they show twice, the first time. Not what `DateTime` makes of a time that is jumped over: as long after the jump as it
 * would have been, so that 02:30 in Berlin is 03:30 once a year.
 */
const reached = (wall: DateTime.DateTime.Input, timeZone: DateTime.TimeZone): number => {
  const at = (disambiguation: "earlier" | "later") =>
    DateTime.makeZonedUnsafe(wall, { timeZone, adjustForTimeZone: true, disambiguation })
  const [earlier, later] = [at("earlier"), at("later")]
  const isTwice = DateTime.toParts(earlier).minute === DateTime.toParts(later).minute &&
    DateTime.toParts(earlier).hour === DateTime.toParts(later).hour
  let before = DateTime.toEpochMillis(earlier)
  let after = DateTime.toEpochMillis(later)
  if (isTwice) return before
  // The jump lies between the two, at a full minute.
  const offsetAt = (epochMillis: number) =>
    DateTime.zonedOffset(DateTime.makeZonedUnsafe(epochMillis, { timeZone }))
  const offsetAfter = offsetAt(after)
  while (after - before > minute) {
    const middle = Math.floor((before + after) / 2 / minute) * minute
    if (middle <= before) break
    if (offsetAt(middle) === offsetAfter) after = middle
    else before = middle
  }
  return after
}

/**
 * When the digest of the period that `now` lies in is due: the next `time` in `timezone`, of every day or of Mondays. Later
 * than `now`, whatever the clocks do.
 */
export const nextDigestAt = ({ frequency, time, timezone }: DigestSettings, now: DateTime.Utc): DateTime.Utc => {
  // A zone that was known when it was stored and no longer is.
  const timeZone = Option.getOrElse(DateTime.zoneMakeNamed(timezone), () => DateTime.zoneMakeOffset(0))
  const [hour = 0, minutes = 0] = time.split(":").map(Number)
  const nowMs = DateTime.toEpochMillis(now)
  const today = DateTime.toParts(DateTime.setZone(now, timeZone))
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const day = DateTime.toPartsUtc(DateTime.makeUnsafe(Date.UTC(today.year, today.month - 1, today.day + ahead)))
    if (frequency === "weekly" && day.weekDay !== MONDAY) continue
    const dueMs = reached({ year: day.year, month: day.month, day: day.day, hour, minute: minutes }, timeZone)
    if (dueMs > nowMs) return DateTime.makeUnsafe(dueMs)
  }
  throw new Error(`There is no ${time} in ${timezone} within ${DAYS_AHEAD} days`)
}
