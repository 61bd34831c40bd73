import * as DateTime from "effect/DateTime"
import type { QuietHours } from "./Alerting.ts"

const minute = 60_000
const minutesOfDay = 24 * 60

const minutesIn = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Minutes since midnight on the wall of a zone; null for a zone that is none. */
const minutesAt = (at: DateTime.Utc, timeZone: string): number | null => {
  try {
    const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone })
      .formatToParts(DateTime.toEpochMillis(at))
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? Number.NaN)
    const minutes = part("hour") * 60 + part("minute")
    return Number.isNaN(minutes) ? null : minutes
  } catch {
    return null
  }
}

/**
 * When the quiet hours that `at` lies in are over; null outside of them. Their end counts as outside. Where clocks are changed in
 * between, the end is that on the wall. A zone that is unknown to this machine has no quiet hours: silence must not last for ever.
 */
export const quietUntil = (at: DateTime.Utc, quiet: QuietHours | null): DateTime.Utc | null => {
  const wall = quiet === null ? null : minutesAt(at, quiet.timeZone)
  if (quiet === null || wall === null) return null
  const [from, to] = [minutesIn(quiet.from), minutesIn(quiet.to)]
  const isQuiet = from === to ? false : from < to ? wall >= from && wall < to : wall >= from || wall < to
  if (!isQuiet) return null
  const left = (to - wall + minutesOfDay) % minutesOfDay
  const start = Math.floor(DateTime.toEpochMillis(at) / minute) * minute
  const end = DateTime.makeUnsafe(start + left * minute)
  const shift = to - (minutesAt(end, quiet.timeZone) ?? to)
  // A shift of clocks is hours at most; across midnight it looks like a day.
  const shifted = shift > minutesOfDay / 2 ? shift - minutesOfDay : shift < -minutesOfDay / 2 ? shift + minutesOfDay : shift
  return DateTime.add(end, { minutes: shifted })
}
