import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { cutText } from "../../src/index.ts"

describe("cutText", () => {
  it("leaves alone what fits, and marks what it shortens", () => {
    assert.strictEqual(cutText("abc", 3), "abc")
    assert.strictEqual(cutText("abcd", 3), "ab…")
    assert.strictEqual(cutText("abcd", 1), "…")
  })
  it("leaves a pair of surrogates out rather than halve it", () => {
    assert.strictEqual(cutText("a😀bc", 3), "a…")
    assert.strictEqual(cutText("a😀bc", 4), "a😀…")
  })
  it.prop(
    "never exceeds its limit, and never makes whole text ill-formed",
    [Schema.String, Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 }))],
    ([text, max]) => {
      const cut = cutText(text.toWellFormed(), max)
      return cut.length <= max && cut.isWellFormed()
    }
  )
})
