import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { printReport } from "../src/printReport.ts"
import { runScenario } from "../src/runScenario.ts"
import type { Scenario } from "../src/scenario/Scenario.ts"

const page = "https://shop.example/kettle"
const receiver = "https://hooks.example/owner"
const query = `What does the kettle cost at ${page}?`

/** A whole life of a task: a failing try, a retry, an alert, a receiver that is down at first. */
const life: Scenario = {
  name: "killed anywhere",
  shows: "a worker is killed at any one of its operations, and the owner is told once",
  workers: ["w1", "w2"],
  web: { [page]: [{ at: "0s", unreachable: true }, { at: "65s", price: { amount: 279, currency: "EUR" }, after: "2s" }] },
  receivers: { [receiver]: [{ at: "0s", status: 500 }, { at: "74s", status: 204, after: "1s" }] },
  tasks: { kettle: { query, condition: "the price is below 300 EUR", webhook: receiver } },
  until: "5m",
  expect: {
    told: [{ task: "kettle", answer: "279.00", between: ["74s", "4m"], tries: [1, 3] }],
    tasks: { kettle: { state: "completed", health: "healthy", nextRun: null, deliveries: ["sent"] } }
  }
}

/** What a death can leave behind. The kills have to go through all of it; otherwise nothing was shown. */
const damages = ["a try that was lost", "a run that another worker began", "a webhook that came twice under one id"]

/**
 * Kills a worker at every `step`-th of its operations, one death a story, and at as many more as it takes to have seen
 * every kind of damage: which operation leaves which moves with every change of the workers.
 */
export const survivesDeaths = (step: number) =>
  it("at any operation of a worker leaves a task that is watched and an owner who is told once", async () => {
    const undisturbed = await Effect.runPromise(runScenario({ ...life, until: "80s" }))
    assert.deepStrictEqual(undisturbed.failures, [], printReport(undisturbed))
    // By then all is told and recorded; what the workers do later is looking for work.
    const all = [...undisturbed.operations].flatMap(([worker, operations]) =>
      Array.from({ length: operations }, (_, i) => ({ worker, atOperation: i + 1 }))
    )
    assert.isAbove(all.length, 200)
    const sample = all.filter((_, i) => i % step === 0)
    const others = all.filter((_, i) => i % step !== 0)
    const seen = new Set<string>()
    for (const [i, dies] of [...sample, ...others].entries()) {
      if (i >= sample.length && damages.every((damage) => seen.has(damage))) break
      const report = await Effect.runPromise(runScenario(life, { dies }))
      assert.deepStrictEqual(report.failures, [], `${dies.worker} killed at operation ${dies.atOperation}\n${printReport(report)}`)
      if (report.timeline.some(({ what }) => what.includes("is lost"))) seen.add("a try that was lost")
      if (report.timeline.some(({ what }) => what.includes("try 1 by w2"))) seen.add("a run that another worker began")
      const taken = report.timeline.filter(({ source, what }) => source === "receiver" && what.includes("answers 204"))
      if (taken.length > 1) seen.add("a webhook that came twice under one id")
    }
    assert.sameMembers([...seen], damages)
  }, 300_000)
