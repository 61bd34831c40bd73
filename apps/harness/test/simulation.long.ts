import { assert, describe, it } from "@effect/vitest"
import { makePlan } from "../src/simulation/plan/makePlan.ts"
import { simulate } from "../src/simulation/simulate.ts"
import { postgresStorage } from "../src/simulation/storage/postgresStorage.ts"
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

const ON_POSTGRES = 8

// The same histories, shorter and fewer: every statement takes its real time.
describe("simulated days on PostgreSQL", () => {
  for (let seed = 1; seed <= ON_POSTGRES; seed++) {
    it(`keep every promise: seed ${seed}`, async () => {
      const { broken, history } = await simulate(makePlan(seed, { days: 6 }), { storage: postgresStorage })
      assert.deepStrictEqual(broken, [], history.slice(-60).map(entryText).join("\n"))
    })
  }
})
