import { nextDigestAt } from "@vedette/domain"
import { assert, describe, it } from "@effect/vitest"
import { Cron } from "croner"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"

const due = (frequency: "daily" | "weekly", time: string, timezone: string, now: string) =>
  DateTime.formatIso(nextDigestAt({ frequency, time, timezone }, DateTime.makeUnsafe(now)))

/** The same by an implementation that shares nothing with ours. */
const byCroner = (frequency: "daily" | "weekly", time: string, timezone: string, now: DateTime.Utc): number => {
  const [hour, minute] = time.split(":")
  const cron = new Cron(`${Number(minute)} ${Number(hour)} * * ${frequency === "weekly" ? 1 : "*"}`, { timezone, paused: true })
  return cron.nextRun(DateTime.toDateUtc(now))?.getTime() ?? NaN
}

describe("the time of a digest", () => {
  const table: ReadonlyArray<readonly [Parameters<typeof due>, string]> = [
    // An hour that the clocks jump over is reached when they have jumped.
    [["daily", "02:30", "Europe/Berlin", "2026-03-28T12:00:00Z"], "2026-03-29T01:00:00.000Z"],
    [["daily", "02:30", "America/New_York", "2026-03-07T20:00:00Z"], "2026-03-08T07:00:00.000Z"],
    [["daily", "02:15", "Australia/Lord_Howe", "2026-10-03T10:00:00Z"], "2026-10-03T15:30:00.000Z"],
    // An hour that they show twice, the first time and not again.
    [["daily", "02:30", "Europe/Berlin", "2026-10-24T12:00:00Z"], "2026-10-25T00:30:00.000Z"],
    [["daily", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"], "2026-10-26T01:30:00.000Z"],
    // A local time stays that local time when the offset changes.
    [["daily", "09:00", "Europe/Berlin", "2026-03-28T09:00:00Z"], "2026-03-29T07:00:00.000Z"],
    [["daily", "09:00", "Europe/Berlin", "2026-10-24T09:00:00Z"], "2026-10-25T08:00:00.000Z"],
    // Due now is due next time.
    [["daily", "09:00", "UTC", "2026-01-05T09:00:00Z"], "2026-01-06T09:00:00.000Z"],
    [["weekly", "09:00", "UTC", "2026-01-05T08:59:59.999Z"], "2026-01-05T09:00:00.000Z"],
    [["weekly", "09:00", "UTC", "2026-01-05T09:00:00Z"], "2026-01-12T09:00:00.000Z"],
    // Monday is Monday where the reader is.
    [["weekly", "00:10", "Pacific/Auckland", "2026-01-04T10:00:00Z"], "2026-01-04T11:10:00.000Z"],
    [["weekly", "23:50", "Pacific/Honolulu", "2026-01-06T09:00:00Z"], "2026-01-06T09:50:00.000Z"],
    // A zone that nobody knows any more.
    [["daily", "09:00", "Mars/Olympus", "2026-01-05T08:00:00Z"], "2026-01-05T09:00:00.000Z"]
  ]
  for (const [given, expected] of table) {
    it(`${given.join(" ")} → ${expected}`, () => assert.strictEqual(due(...given), expected))
  }

  const int = (minimum: number, maximum: number) => Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))
  const zone = Arbitrary.schema(Schema.Literals([
    "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/St_Johns", "America/Havana", "America/Santiago",
    "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Africa/Casablanca"
  ]))
  const frequency = Arbitrary.schema(Schema.Literals(["daily", "weekly"]))
  // Two hours in three are those in which clocks are changed.
  const hour = Arbitrary.schema(Schema.Union([Schema.Literals([0, 1, 2, 3]), Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 23 }))]))
  const instant = Arbitrary.map(int(0, 5 * 365 * 24 * 60), (minutes) => DateTime.makeUnsafe(Date.UTC(2024, 0, 1) + minutes * 60_000))

  it.prop("is what croner says, over zones, clock changes and years", [frequency, hour, int(0, 59), zone, instant], (
    [frequency, hour, minute, timezone, now]
  ) => {
    const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`
    const ours = DateTime.toEpochMillis(nextDigestAt({ frequency, time, timezone }, now))
    assert.strictEqual(new Date(ours).toISOString(), new Date(byCroner(frequency, time, timezone, now)).toISOString())
  }, { arbitrary: { runs: 300 } })

  it("is what croner says on every day on which the clocks change", () => {
    for (const timezone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana"]) {
      for (let day = 0; day < 366; day++) {
        const now = DateTime.makeUnsafe(Date.UTC(2026, 0, 1 + day, 12))
        const changes = new Set([0, 1].map((ahead) => offsetOf(timezone, Date.UTC(2026, 0, 1 + day + ahead, 12)))).size > 1
        if (!changes) continue
        for (const time of ["00:00", "00:30", "01:00", "01:15", "01:59", "02:00", "02:15", "02:30", "02:59", "03:00"]) {
          const ours = DateTime.toEpochMillis(nextDigestAt({ frequency: "daily", time, timezone }, now))
          assert.strictEqual(ours, byCroner("daily", time, timezone, now), `${timezone} ${time} ${DateTime.formatIso(now)}`)
        }
      }
    }
  })
})

const offsetOf = (timezone: string, at: number): number =>
  DateTime.zonedOffset(DateTime.makeZonedUnsafe(at, { timeZone: DateTime.zoneMakeNamedUnsafe(timezone) }))
