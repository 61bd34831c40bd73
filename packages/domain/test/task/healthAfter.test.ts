import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import { type Health, newHealth } from "../../src/task/Health.ts"
import { healthAfterFailure, healthAfterSuccess, healthNews } from "../../src/task/healthAfter.ts"
import { now } from "../decisionArbitraries.ts"

const seen = (hoursAgo: number): Health => healthAfterSuccess(DateTime.subtract(now, { hours: hoursAgo }))
/** Active for longer than any of these tasks has been unseen, unless told otherwise. */
const longAgo = DateTime.subtract(now, { days: 30 })
const fail = (health: Health, stateChangedAt = longAgo): Health =>
  healthAfterFailure({ health, stateChangedAt }, "The page is gone.", now)

/** The statuses after each failure in a row. */
const failures = (from: Health, n: number): ReadonlyArray<Health["status"]> => {
  let health = from
  return Array.from({ length: n }, () => (health = fail(health)).status)
}

describe("the health of a task", () => {
  it("three failures in a row make it blind, fewer degraded", () => {
    assert.deepStrictEqual(failures(seen(1), 5), ["degraded", "degraded", "blind", "blind", "blind"])
  })

  it("one failure after 24 h without a good run makes it blind", () => {
    assert.strictEqual(fail(seen(23)).status, "degraded")
    assert.strictEqual(fail(seen(24)).status, "blind")
  })

  it("a pause does not count: the 24 h begin with the resumption", () => {
    assert.strictEqual(fail(seen(100), DateTime.subtract(now, { hours: 1 })).status, "degraded")
    assert.strictEqual(fail(seen(100), DateTime.subtract(now, { hours: 24 })).status, "blind")
  })

  it("a task that never saw its subject counts from when it became active", () => {
    assert.strictEqual(fail(newHealth, DateTime.subtract(now, { hours: 23 })).status, "degraded")
    assert.strictEqual(fail(newHealth, DateTime.subtract(now, { hours: 25 })).status, "blind")
  })

  it("a failure keeps when it last saw, and says why it does not", () => {
    const before = seen(2)
    assert.deepStrictEqual(fail(before), {
      status: "degraded",
      consecutiveFailures: 1,
      lastSuccessAt: before.lastSuccessAt,
      reason: "The page is gone."
    })
  })

  it("one good run makes it healthy and the count of failures starts again", () => {
    assert.deepStrictEqual(healthAfterSuccess(now), {
      status: "healthy",
      consecutiveFailures: 0,
      lastSuccessAt: now,
      reason: null
    })
  })

  it("of a whole outage, going blind and seeing again are told, each once", () => {
    const outage: ReadonlyArray<Health["status"]> = [...failures(seen(1), 6), "healthy", "healthy"]
    const told = outage.map((status, i) => healthNews(outage[i - 1] ?? "healthy", status))
    assert.deepStrictEqual(told, [null, null, "went_blind", null, null, null, "recovered", null])
  })

  it("a task that was only degraded recovers without a word", () => {
    assert.isNull(healthNews("degraded", "healthy"))
    assert.isNull(healthNews("healthy", "degraded"))
  })
})
