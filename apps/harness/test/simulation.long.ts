import { assert, describe, it } from "@effect/vitest"
import { makePlan } from "../src/simulation/plan/makePlan.ts"
import { simulate } from "../src/simulation/simulate.ts"
import { entryText } from "../src/simulation/world/HistoryLog.ts"

const SEEDS = 500
const A_CASE = 50

// `npm run simulate` plays any number of them.
describe("simulated months", () => {
  for (let from = 1; from <= SEEDS; from += A_CASE) {
    it(`keep every promise: seeds ${from} to ${from + A_CASE - 1}`, async () => {
      for (let seed = from; seed < from + A_CASE; seed++) {
        const { broken, history } = await simulate(makePlan(seed, { days: 30 }))
        assert.deepStrictEqual(broken, [], `seed ${seed}\n${history.slice(-60).map(entryText).join("\n")}`)
      }
    })
  }
})
