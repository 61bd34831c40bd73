import { assert, describe, it } from "@effect/vitest"
import { operations } from "../src/simulation/plan/Plan.ts"
import { makePlan } from "../src/simulation/plan/makePlan.ts"
import { simulate } from "../src/simulation/simulate.ts"
import { entryText } from "../src/simulation/world/HistoryLog.ts"
import { brokenProcesses } from "./brokenProcesses.ts"

const DAYS = 30

/** Months in which each defect has to show. */
const WITHIN = 20

describe("a simulated month", () => {
  it("keeps every promise, whatever goes wrong", async () => {
    const befell = new Set<string>()
    for (let seed = 1; seed <= 8; seed++) {
      const report = await simulate(makePlan(seed, { days: DAYS }))
      assert.deepStrictEqual(report.broken, [], `seed ${seed}\n${report.history.slice(-40).map(entryText).join("\n")}`)
      assert.isAbove(report.examined, 1, "store checks")
      for (const fault of report.faults.keys()) befell.add(fault)
    }
    // Each single one comes in the long suite; so few months bring what is alike of them.
    const alike = [...operations.map((of) => new RegExp(`^(killed|frozen).* ?${of}$`)), /^overtaken$/, /^stopped$/, / lost$/, / slow$/, /^commit /, /^hint /]
    assert.deepStrictEqual(alike.filter((fault) => ![...befell].some((one) => fault.test(one))), [], "faults that never came")
  })

  it("is the same from the same seed, and another from another", async () => {
    const [first, again, other] = [
      await simulate(makePlan(3, { days: DAYS })),
      await simulate(makePlan(3, { days: DAYS })),
      await simulate(makePlan(4, { days: DAYS }))
    ]
    assert.isAbove(first?.history.length ?? 0, 50)
    assert.deepStrictEqual(again?.history, first?.history)
    assert.notDeepEqual(other?.history, first?.history)
  })
})

describe("the simulation finds out a process that", () => {
  for (const { alter, caughtAs, defect, from = 1 } of brokenProcesses) {
    it(defect, async () => {
      const found: Array<string> = []
      for (let seed = from; !found.some((line) => caughtAs.test(line)) && seed < from + WITHIN; seed++) {
        found.push(...(await simulate(makePlan(seed, { days: DAYS }), { alter })).broken)
      }
      assert.isTrue(found.some((line) => caughtAs.test(line)), `in ${WITHIN} months it found only: ${[...new Set(found)].join("; ")}`)
    })
  }
})
