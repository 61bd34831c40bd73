import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { conditionJsonSchema, ConditionSchema } from "../../src/search/condition/ConditionSchema.ts"
import { conditionArbitrary } from "./conditionArbitrary.ts"

describe("ConditionSchema", () => {
  it.prop("every condition is data that comes back as itself", [conditionArbitrary], ([condition]) => {
    const written: unknown = JSON.parse(JSON.stringify(Schema.encodeSync(ConditionSchema)(condition)))
    assert.deepStrictEqual(Schema.decodeUnknownSync(ConditionSchema)(written), condition)
  }, { arbitrary: { runs: 100 } })

  it.each([
    { _tag: "Price", place: { url: "ftp://a", selector: null }, of: null, comparison: "<", limit: 3, currency: null },
    { _tag: "Version", place: { url: null, selector: null }, of: null, comparison: ">=", version: "soon" },
    { _tag: "Date", place: { url: null, selector: null }, of: null, range: { _tag: "Before", at: "2026-02-30" } },
    { _tag: "And", operands: [] },
    { _tag: "Wish" }
  ])("%j is none", (value) => assert.isFalse(Schema.is(ConditionSchema)(value)))

  it("has a JSON Schema that names its parts and refers to itself", () => {
    const written = JSON.stringify(conditionJsonSchema())
    for (const part of ["Condition", "EntryMatch", "DateRange", "Place", "\"const\":\"Not\""]) assert.include(written.replaceAll("\"enum\":[\"Not\"]", "\"const\":\"Not\""), part)
    assert.include(written, "$ref")
  })
})
