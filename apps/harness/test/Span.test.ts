import { assert, describe, it } from "@effect/vitest"
import { spanMs, spanText } from "../src/scenario/Span.ts"

describe("spans of time in words", () => {
  it("are read by their units", () => {
    const spans: ReadonlyArray<readonly [string, number]> = [
      ["0s", 0],
      ["90s", 90_000],
      ["1h 30m", 5_400_000],
      ["1h30m", 5_400_000],
      ["2d 3h 4m 5s 6ms", 183_845_006],
      ["250ms", 250]
    ]
    for (const [span, ms] of spans) assert.strictEqual(spanMs(span), ms, span)
  })

  it("are refused when they are anything else", () => {
    for (const span of ["", " ", "1", "1 h", "1h ", " 1h", "30m 1h", "1h 1h", "1.5h", "-1s", "1h  30m", "1w", "1H", "soon", "1h and 2m"]) {
      assert.throws(() => spanMs(span), RangeError, undefined, JSON.stringify(span))
    }
  })

  it("are printed as they are read", () => {
    for (const ms of [0, 1, 999, 1_000, 61_000, 5_400_000, 86_400_000, 90_061_001]) assert.strictEqual(spanMs(spanText(ms)), ms)
  })
})
