import { assert, describe, it } from "@effect/vitest"
import { ErrorCategory, LOST_IN_COMPANY, MAX_LOST_LEASES, retryDelayMs } from "../../src/execution/retryPolicy.ts"
import { randomArbitrary } from "../decisionArbitraries.ts"

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** The delays of the design's table, in full, for a random number that gives no jitter. */
const delays: { readonly [C in ErrorCategory]: ReadonlyArray<number> } = {
  rate_limit: [30 * second, 2 * minute, 8 * minute, 32 * minute, hour],
  timeout: [10 * second, 30 * second, 90 * second],
  network: [10 * second, 30 * second, 90 * second],
  agent_error: [minute, 3 * minute],
  system_error: [5 * minute],
  unknown: [5 * minute, 15 * minute],
  user_error: []
}
const withoutJitter = 0.5

describe.each(ErrorCategory.literals.map((category) => ({ category })))("retries after $category", ({ category }) => {
  it("have the delays of the design, and then the tries are used up", () => {
    const wanted = [...delays[category], null, null]
    assert.deepStrictEqual(wanted.map((_, k) => retryDelayMs(category, k, withoutJitter, null)), wanted)
  })

  it.prop("keep within 10 % of their delay", [randomArbitrary], ([random]) => {
    for (const [k, delay] of delays[category].entries()) {
      assert.closeTo(retryDelayMs(category, k, random, null) ?? NaN, delay, 0.1 * delay + 1)
    }
  })

  it("wait as long as the other side asked for, if that is longer; it gives no more tries", () => {
    for (const [k, delay] of delays[category].entries()) {
      assert.strictEqual(retryDelayMs(category, k, withoutJitter, delay + 7), delay + 7)
      assert.strictEqual(retryDelayMs(category, k, withoutJitter, delay - 7), delay)
    }
    assert.isNull(retryDelayMs(category, delays[category].length, withoutJitter, hour))
  })
})

describe("retryDelayMs", () => {
  it("the jitter spans the whole 20 %", () => {
    assert.strictEqual(retryDelayMs("network", 0, 0, null), 9 * second)
    assert.strictEqual(retryDelayMs("network", 0, 1, null), 11 * second)
  })

  it("nobody parks a task for longer than a day by asking for it", () => {
    assert.strictEqual(retryDelayMs("rate_limit", 0, withoutJitter, 365 * 24 * hour), 24 * hour)
  })

  it("a run is suspected after three lost workers, and given up after three more", () => {
    assert.deepStrictEqual([LOST_IN_COMPANY, MAX_LOST_LEASES], [3, 6])
  })
})
