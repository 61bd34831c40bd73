import { assert, describe, it } from "@effect/vitest"
import { readArguments } from "../src/simulation/readArguments.ts"

describe("npm run simulate", () => {
  it("plays a hundred months where nothing is said, and one where its seed is", () => {
    assert.deepStrictEqual(readArguments([]), { from: 1, seeds: 100, days: 30, storage: "memory" })
    assert.deepStrictEqual(readArguments(["--from", "5000", "--seeds", "500"]), { from: 5_000, seeds: 500, days: 30, storage: "memory" })
    assert.deepStrictEqual(readArguments(["--seed", "33", "--days", "6", "--storage", "postgres"]), {
      from: 33,
      seeds: 1,
      days: 6,
      storage: "postgres"
    })
  })

  for (const args of [["--sed", "3"], ["3"], ["--seed", "three"], ["--seeds", "0"], ["--days", "-1"], ["--days"], ["--storage", "mongo"]]) {
    it(`says why it does not understand ${args.join(" ")}`, () => {
      assert.isString(readArguments(args))
    })
  }
})
