import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import { type Health, newHealth } from "../../src/task/Health.ts"
import { healthAfterChange, healthAfterFailure, healthAfterSuccess, healthNews } from "../../src/task/healthAfter.ts"
import { now } from "../decisionArbitraries.ts"

const hoursAgo = (hours: number) => DateTime.subtract(now, { hours })
const seen = (hours: number): Health => healthAfterSuccess(hoursAgo(hours))
const fail = (health: Health, hours = 0): Health => healthAfterFailure(health, "The page is gone.", hoursAgo(hours))

/** The statuses after each failure in a row, all of them now. */
const failures = (from: Health, n: number): ReadonlyArray<Health["status"]> => {
  let health = from
  return Array.from({ length: n }, () => (health = fail(health)).status)
}

describe("the health of a task", () => {
  it("three failures in a row make it blind, fewer degraded", () => {
    assert.deepStrictEqual(failures(seen(1), 5), ["degraded", "degraded", "blind", "blind", "blind"])
  })

  it("a day of nothing but failures makes it blind, however few they are", () => {
    assert.strictEqual(fail(fail(seen(40), 24), 1).status, "degraded")
    assert.strictEqual(fail(fail(seen(40), 24)).status, "blind")
  })

  it("one failure never does: a task that is looked at weekly has not been seen for days in the best of health", () => {
    assert.strictEqual(fail(seen(24 * 7)).status, "degraded")
    assert.strictEqual(fail(newHealth).status, "degraded")
  })

  it("after a pause, or under another question, the row of failures begins anew", () => {
    const failing = fail(fail(seen(60), 50), 49)
    assert.strictEqual(fail(healthAfterChange(failing)).status, "degraded")
    assert.deepStrictEqual(failures(healthAfterChange(failing), 3), ["degraded", "degraded", "blind"])
  })

  it("blind stays blind until a good run, so that its end is told", () => {
    const blind = fail(fail(fail(seen(1))))
    assert.strictEqual(fail(healthAfterChange(blind)).status, "blind")
  })

  it("a failure keeps when it last saw, and says why it does not", () => {
    const before = seen(2)
    assert.deepStrictEqual(fail(before), {
      status: "degraded",
      consecutiveFailures: 1,
      failingSince: now,
      lastSuccessAt: before.lastSuccessAt,
      reason: "The page is gone."
    })
  })

  it("one good run makes it healthy and the count of failures starts again", () => {
    assert.deepStrictEqual(healthAfterSuccess(now), {
      status: "healthy",
      consecutiveFailures: 0,
      failingSince: null,
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
