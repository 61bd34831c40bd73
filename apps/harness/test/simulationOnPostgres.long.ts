import { assert, describe, it } from "@effect/vitest"
import { makePlan } from "../src/simulation/plan/makePlan.ts"
import { simulate } from "../src/simulation/simulate.ts"
import { postgresStorage } from "../src/simulation/storage/postgresStorage.ts"
import { entryText } from "../src/simulation/world/HistoryLog.ts"

const SEEDS = 8

// The same histories, shorter and fewer: every statement takes its real time.
describe("simulated days on PostgreSQL", () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`keep every promise: seed ${seed}`, async () => {
      const { broken, history } = await simulate(makePlan(seed, { days: 6 }), { storage: postgresStorage })
      assert.deepStrictEqual(broken, [], history.slice(-60).map(entryText).join("\n"))
    })
  }
})
