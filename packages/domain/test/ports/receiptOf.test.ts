import { assert, describe, it } from "@effect/vitest"
import { receiptOf } from "../../src/index.ts"

const receipt = (body: Uint8Array) =>
  receiptOf({ status: 202, headers: {}, body, url: "https://example.org/hook", latencyMs: 12 })
const excerpt = (body: string | Uint8Array) =>
  receipt(typeof body === "string" ? new TextEncoder().encode(body) : body).responseExcerpt ?? ""

describe("what is kept of an answer", () => {
  it("is its status and the beginning of its text", () => {
    assert.deepStrictEqual(receipt(new TextEncoder().encode("thanks")), { httpStatus: 202, responseExcerpt: "thanks" })
  })
  it("is at most 500 characters and halves none", () => {
    assert.lengthOf(excerpt("a".repeat(501)), 500)
    assert.isTrue(excerpt("😀".repeat(400)).isWellFormed())
  })
  it("can be stored and logged, whatever the bytes", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, n) => n)
    assert.notMatch(excerpt(bytes), /[^\P{Cc}\t\n\r]/u)
    assert.strictEqual(excerpt("a\u0000b"), "a\ufffdb")
  })
})
