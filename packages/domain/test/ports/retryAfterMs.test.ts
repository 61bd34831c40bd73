import { assert, describe, it } from "@effect/vitest"
import { retryAfterMs } from "../../src/index.ts"

const now = Date.parse("2026-11-21T09:31:00Z")

describe("Retry-After", () => {
  const table: ReadonlyArray<readonly [string, number | null]> = [
    ["120", 120_000],
    ["0", 0],
    [" 7 ", 7_000],
    ["Sat, 21 Nov 2026 09:32:00 GMT", 60_000],
    ["Saturday, 21-Nov-26 09:32:00 GMT", 60_000],
    ["Sat Nov 21 09:32:00 2026", 60_000],
    ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
    ["Sat, 21 Nov 2127 09:00:00 GMT", 86_400_000],
    ["999999999", 86_400_000],
    ["9".repeat(400), 86_400_000],
    ["-5", null],
    ["1.5", null],
    ["soon", null],
    ["Saturday", null],
    ["", null]
  ]
  for (const [header, expected] of table) {
    it(`${JSON.stringify(header.slice(0, 40))} asks for ${expected === null ? "nothing" : `${expected} ms`}`, () => {
      assert.strictEqual(retryAfterMs(header, now), expected)
    })
  }
  it("a missing header asks for nothing", () => {
    assert.isNull(retryAfterMs(undefined, now))
  })
})
