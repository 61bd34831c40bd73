import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { lastCrossing, nextCrossing } from "../../src/search/date/crossings.ts"

const at = (iso: string) => DateTime.makeUnsafe(iso)
const between = (minimum: number, maximum: number) => Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })))

const instant = between(Date.UTC(2025, 0, 1) / 60_000, Date.UTC(2028, 0, 1) / 60_000).pipe(Arbitrary.map((minutes) => minutes * 60_000))
const spelling = between(0, 6)
const dated = Arbitrary.all({ year: between(2025, 2027), month: between(0, 11), date: between(1, 28), spelling }).pipe(
  Arbitrary.map(({ date, month, spelling, year }) => {
    const name = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month, 1))
    const two = (number: number) => String(number).padStart(2, "0")
    const written = [
      `${year}-${two(month + 1)}-${two(date)}`, `${date} ${name} ${year}`, `${name} ${date}, ${year}`, `${name} ${year}`,
      `${date} ${name}`, `${name} ${date}`, `${date}.${month + 1}.`
    ]
    return `Tickets go on sale on ${written[spelling] ?? ""} in our shop.`
  })
)

describe("the dates of a text", () => {
  it.each<[string, string, string | null, string | null]>([
    ["Sale on 2026-12-01.", "2026-11-30T23:59:00Z", null, "2026-12-01T00:00:00.000Z"],
    ["Sale on 1 December 2026.", "2026-12-01T00:00:00Z", "2026-12-01T00:00:00.000Z", "2026-12-02T00:00:00.000Z"],
    ["Sale on December 1st.", "2026-12-01T13:00:00Z", "2026-12-01T00:00:00.000Z", "2026-12-02T00:00:00.000Z"],
    ["Ab 1.12. im Handel", "2026-12-05T00:00:00Z", "2026-12-02T00:00:00.000Z", "2027-12-01T00:00:00.000Z"],
    ["It comes in March 2027.", "2027-03-10T00:00:00Z", "2027-03-01T00:00:00.000Z", "2027-04-01T00:00:00.000Z"],
    ["On 29 February there is a party.", "2026-01-01T00:00:00Z", null, null],
    ["You may 1 day come. Version 1.12.3 and 10.12.45.1, 250 dec.", "2026-01-01T00:00:00Z", "2025-05-02T00:00:00.000Z", "2026-05-01T00:00:00.000Z"],
    ["No date at all, 1 of 12.", "2026-01-01T00:00:00Z", null, null]
  ])("%s at %s", (text, now, last, next) => {
    const crossed = lastCrossing([text], at(now))
    assert.strictEqual(crossed === null ? null : new Date(crossed).toISOString(), last)
    const ahead = nextCrossing([text], at(now))
    assert.strictEqual(ahead === null ? null : DateTime.formatIso(ahead), next)
  })

  it.prop("mean the same from one instant to a later one exactly where none begins or ends between them", [Arbitrary.array(dated, { maxLength: 3 }), instant, instant], ([texts, a, b]) => {
    const [early, late] = [Math.min(a, b), Math.max(a, b)].map((ms) => DateTime.makeUnsafe(ms)) as [DateTime.Utc, DateTime.Utc]
    const next = nextCrossing(texts, early)
    const isSame = lastCrossing(texts, early) === lastCrossing(texts, late)
    assert.strictEqual(isSame, next === null || DateTime.isGreaterThan(next, late))
  }, { arbitrary: { runs: 200 } })

  it.prop("are all ahead or all past, and never now", [dated, instant], ([text, ms]) => {
    const now = DateTime.makeUnsafe(ms)
    const next = nextCrossing([text], now)
    const last = lastCrossing([text], now)
    assert.isTrue(next !== null || last !== null)
    assert.isTrue(next === null || DateTime.isGreaterThan(next, now))
    assert.isTrue(last === null || last <= ms)
  }, { arbitrary: { runs: 100 } })
})
