import { assert, describe, it } from "@effect/vitest"
import { boundedLines } from "../src/boundedLines.ts"

const sentence = "The kettle whistles when it boils. "

describe("boundedLines", () => {
  it("a line of a paragraph or three stays one", () => {
    assert.deepStrictEqual(boundedLines("x".repeat(2_000)), ["x".repeat(2_000)])
    assert.deepStrictEqual(boundedLines(""), [])
  })

  it.each([
    ["behind a sentence", sentence.repeat(400).trim(), /boils\.$/u],
    ["between words, where there is none", "kettle ".repeat(2_000).trim(), /kettle$/u],
    ["anywhere, where there are none", "9".repeat(9_000), /9$/u],
    ["but not inside a character", "🫖".repeat(3_001), /🫖$/u]
  ])("a longer one is cut %s, and nothing of it is lost", (_where, text, end) => {
    const lines = boundedLines(text)
    assert.isAbove(lines.length, 2)
    for (const line of lines) {
      assert.isAtMost(line.length, 2_000)
      assert.match(line, end)
    }
    assert.strictEqual(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""))
  })
})
