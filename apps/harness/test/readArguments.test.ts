import { assert, describe, it } from "@effect/vitest"
import { makePlan } from "../src/simulation/plan/makePlan.ts"
import { printFailure } from "../src/simulation/printFailure.ts"
import { readArguments } from "../src/simulation/readArguments.ts"
import type { SimulationReport } from "../src/simulation/simulate.ts"

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

  for (const storage of ["memory", "postgres"] as const) {
    it(`says of a month that broke a promise (${storage}) how to play it again, in words that it understands`, () => {
      const report: SimulationReport = {
        plan: makePlan(654, { days: 12 }), history: [], broken: ["a promise"], steps: 1, runs: 0, told: 0, examined: 0, faults: new Map()
      }
      const [, again = ""] = /Play it again: npm run simulate -- (.*)$/u.exec(printFailure(report, report, storage)) ?? []
      assert.deepStrictEqual(readArguments(again.split(" ")), { from: 654, seeds: 1, days: 12, storage })
    })
  }
})
