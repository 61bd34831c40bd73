import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { loadScenarios } from "../src/loadScenarios.ts"
import { printReport } from "../src/printReport.ts"
import { runScenario } from "../src/runScenario.ts"

const scenarios = await Effect.runPromise(loadScenarios)

const scenarioOf = (file: string) => {
  const scenario = scenarios.get(file)
  assert(scenario !== undefined, `there is a scenario ${file}`)
  return scenario
}

describe("scenarios", () => {
  for (const [file, scenario] of scenarios) {
    it(`${file}: ${scenario.shows}`, async () => {
      const report = await Effect.runPromise(runScenario(scenario))
      assert.deepStrictEqual(report.failures, [], printReport(report))
    })
  }
})

describe("the harness", () => {
  it("tells the same story from the same seed, and another from another", async () => {
    const scenario = scenarioOf("met")
    const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => Effect.runPromise(runScenario(scenario, { seed }))))
    assert.isAbove(first?.timeline.length ?? 0, 10)
    assert.deepStrictEqual(again?.timeline, first?.timeline)
    assert.notDeepEqual(other?.timeline, first?.timeline)
  })

  it("fails a scenario whose expectations are wrong, and says each of them", async () => {
    const scenario = scenarioOf("met")
    const wrong = await Effect.runPromise(runScenario({
      ...scenario,
      expect: {
        told: [{ task: "kettle", answer: "free of charge", between: ["0s", "1m"], tries: 2 }, { task: "kettle", answer: "again", between: ["0s", "4h"] }],
        tasks: { kettle: { state: "active", health: "blind", nextRun: ["1h", "2h"], executions: ["failed"], deliveries: [] } }
      }
    }))
    assert.lengthOf(wrong.failures, 9)
    for (const part of ["the answer", "its time", "tries", "never told", "active", "blind", "next run", "runs should be", "deliveries"]) {
      assert.isTrue(wrong.failures.some((failure) => failure.includes(part)), `${part} is said in ${wrong.failures.join("; ")}`)
    }
  })

  it("fails a scenario in which more is told than is expected", async () => {
    const scenario = scenarioOf("met")
    const { failures } = await Effect.runPromise(runScenario({ ...scenario, expect: { ...scenario.expect, told: [] } }))
    assert.lengthOf(failures, 1)
    assert.include(failures[0], "told too much")
  })

  it("fails a scenario whose refusal does not come", async () => {
    const scenario = scenarioOf("not-met")
    const { failures } = await Effect.runPromise(runScenario({
      ...scenario,
      until: "10m",
      events: [{ at: "30s", do: "runNow", task: "kettle", refused: "RunInProgress" }],
      expect: { told: [], tasks: {} }
    }))
    assert.deepStrictEqual(failures, ["at 30s, runNow: expected RunInProgress, got none"])
  })
})
