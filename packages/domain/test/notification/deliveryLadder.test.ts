import { assert, describe, it } from "@effect/vitest"
import { deliveryDelayMs } from "../../src/notification/deliveryLadder.ts"
import { randomArbitrary } from "../decisionArbitraries.ts"

const minute = 60_000
const hour = 60 * minute
const ladder = [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

describe("deliveryDelayMs", () => {
  it("climbs the ladder of the design, and ends after ten tries", () => {
    const delays = Array.from({ length: 11 }, (_, i) => deliveryDelayMs(i + 1, 0.5, null))
    assert.deepStrictEqual(delays, [...ladder, null, null])
  })

  it.prop("keeps within 10 % of each step", [randomArbitrary], ([random]) => {
    for (const [i, step] of ladder.entries()) {
      assert.closeTo(deliveryDelayMs(i + 1, random, null) ?? NaN, step, 0.1 * step + 1)
    }
  })

  it("waits as long as the target asked for, if that is longer; it gives no more tries", () => {
    assert.strictEqual(deliveryDelayMs(1, 0.5, hour), hour)
    assert.strictEqual(deliveryDelayMs(9, 0.5, hour), 24 * hour)
    assert.isNull(deliveryDelayMs(10, 0.5, hour))
  })
})
