import { assert, describe, it } from "@effect/vitest"
import { makePlan } from "../src/simulation/plan/makePlan.ts"
import { simulate } from "../src/simulation/simulate.ts"
import { occurrences } from "../src/simulation/check/occurrences.ts"
import { faults } from "../src/simulation/world/faults.ts"
import { entryText } from "../src/simulation/world/HistoryLog.ts"

const SEEDS = 500
const A_CASE = 50

/** What comes less often than in every twentieth month is not tried. */
const LEAST = SEEDS / 20

// `npm run simulate` plays any number of them.
describe("simulated months", () => {
  const befell = new Map<string, number>()
  for (let from = 1; from <= SEEDS; from += A_CASE) {
    it(`keep every promise: seeds ${from} to ${from + A_CASE - 1}`, async () => {
      for (let seed = from; seed < from + A_CASE; seed++) {
        const report = await simulate(makePlan(seed, { days: 30 }))
        assert.deepStrictEqual(report.broken, [], `seed ${seed}\n${report.history.slice(-60).map(entryText).join("\n")}`)
        for (const [fault, times] of report.faults) befell.set(fault, (befell.get(fault) ?? 0) + times)
      }
    })
  }
  it("bring every kind of fault often, and everything that is to come about", () => {
    assert.deepStrictEqual([...faults, ...occurrences].filter((fault) => (befell.get(fault) ?? 0) < LEAST), [], JSON.stringify(Object.fromEntries(befell)))
  })
})
