import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { forkNames } from "../../src/task/forkName.ts"

const name = Arbitrary.schema(Schema.String.check(Schema.isMaxCodePoints(200)))

describe("forkNames", () => {
  it("of a copy", () => {
    assert.deepStrictEqual(forkNames("Tea", null), ["Tea (Copy)", "Tea (Copy 2)", "Tea (Copy 3)"])
  })

  it("a name asked for is tried as it is first", () => {
    assert.deepStrictEqual(forkNames("Tea", "Mine"), ["Mine", "Mine (Copy)", "Mine (Copy 2)"])
  })

  it.prop("three different names, each as long as a name may be", [name, name], ([source, wanted]) => {
    for (const names of [forkNames(source, null), forkNames(source, wanted)]) {
      assert.strictEqual(new Set(names).size, 3)
      for (const one of names) assert.isAtMost(Array.from(one).length, 200)
    }
  })
})
