import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import { firstOccurrence, nextOccurrence } from "../../../src/index.ts"

const at = (text: string) => DateTime.makeUnsafe(text)
const next = (schedule: Parameters<typeof nextOccurrence>[0], now: string) =>
  DateTime.formatIso(nextOccurrence(schedule, at(now)))

describe("a duty's schedule", () => {
  it("by an interval: at once at first, and so long after the end of the last shift", () => {
    const hourly = { every: Duration.hours(1) }
    assert.strictEqual(DateTime.formatIso(firstOccurrence(hourly, at("2026-03-01T10:20:00Z"))), "2026-03-01T10:20:00.000Z")
    assert.strictEqual(next(hourly, "2026-03-01T10:20:00Z"), "2026-03-01T11:20:00.000Z")
  })

  it("by a pattern: at its next instant in its time zone, also at first", () => {
    const mornings = { pattern: "0 9 * * *", timezone: "Europe/Berlin" }
    assert.strictEqual(next(mornings, "2026-01-10T07:00:00Z"), "2026-01-10T08:00:00.000Z")
    assert.strictEqual(next(mornings, "2026-01-10T08:00:00Z"), "2026-01-11T08:00:00.000Z")
    assert.strictEqual(next(mornings, "2026-07-10T07:30:00Z"), "2026-07-11T07:00:00.000Z")
    assert.strictEqual(DateTime.formatIso(firstOccurrence(mornings, at("2026-01-10T07:00:00Z"))), "2026-01-10T08:00:00.000Z")
  })

  it("an hour that a clock change skips is made up for at its end", () => {
    assert.strictEqual(next({ pattern: "30 2 * * *", timezone: "Europe/Berlin" }, "2026-03-29T00:00:00Z"), "2026-03-29T01:00:00.000Z")
  })

  it("a pattern without a next instant is never due", () => {
    assert.strictEqual(next({ pattern: "0 0 31 2 *", timezone: "UTC" }, "2026-01-01T00:00:00Z").slice(0, 4), "9999")
  })
})
