import { assert, describe, it } from "@effect/vitest"
import { makePlan } from "../src/simulation/plan/makePlan.ts"
import type { Plan, PlannedDeed } from "../src/simulation/plan/Plan.ts"
import { simulate } from "../src/simulation/simulate.ts"
import { postgresStorage } from "../src/simulation/storage/postgresStorage.ts"
import { entryText } from "../src/simulation/world/HistoryLog.ts"

const SEEDS = 8
const EVERY_MS = 9 * 3_600_000

/** In memory there are no timers beside the intents: what may become of them, and of leases, is tried here, in turn. */
const meddled = (plan: Plan): Plan => {
  const deeds = Array.from({ length: Math.floor(plan.calmMs / EVERY_MS) }, (_, i): PlannedDeed => ({
    atMs: (i + 1) * EVERY_MS - 1,
    afterRunMs: i % 2 === 0 ? 500 : null,
    deed: { do: "engine", how: (["leases", "timersTwice", "timersLost"] as const)[i % 3] ?? "leases" }
  }))
  return { ...plan, deeds: [...plan.deeds, ...deeds].toSorted((a, b) => a.atMs - b.atMs) }
}

// The same histories, shorter and fewer: every statement takes its real time.
describe("simulated days on PostgreSQL", () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`keep every promise: seed ${seed}`, async () => {
      const { broken, history } = await simulate(meddled(makePlan(seed, { days: 6 })), { storage: postgresStorage })
      assert.deepStrictEqual(broken, [], history.slice(-60).map(entryText).join("\n"))
    })
  }
})
