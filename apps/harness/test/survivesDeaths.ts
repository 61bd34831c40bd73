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

const mendedPage = "https://shop.example/teapot"
const backup = "https://backup.example/owner"

/** A delivery's whole life: given up, its owner told by another channel, put back by hand, taken. */
const deliveryLife: Scenario = {
  name: "killed while it delivers",
  shows: "a worker is killed at any one of its operations, and what is owed comes once, by the one channel or the other",
  workers: ["w1", "w2"],
  web: { [mendedPage]: [{ at: "0s", price: { amount: 19, currency: "EUR" } }] },
  receivers: {
    [receiver]: [{ at: "0s", status: 410, after: "1s" }, { at: "4m", status: 204, after: "1s" }],
    [backup]: [{ at: "0s", status: 503 }, { at: "64s", status: 204, after: "1s" }]
  },
  backup,
  tasks: {
    teapot: { query: `What does the teapot cost at ${mendedPage}?`, condition: "the price is below 30 EUR", webhook: receiver }
  },
  events: [{ at: "5m", do: "resend", task: "teapot" }],
  until: "9m",
  expect: {
    told: [
      { task: "teapot", event: "delivery_failed", answer: "Your webhook channel", between: ["64s", "5m"], tries: [1, 4] },
      { task: "teapot", answer: "19.00", between: ["5m", "9m"], tries: [2, 5] }
    ],
    tasks: { teapot: { state: "completed", health: "healthy", nextRun: null, deliveries: ["sent", "sent"] } }
  }
}

/** Damage that each kind of death leaves behind. The kills have to go through all of it; otherwise nothing was shown. */
const damages = ["a try that was lost", "a run that another worker began", "a webhook that came twice under one id"]

/** Every death of a worker up to an instant of the story, by which all that matters is over. */
const deathsIn = async (story: Scenario, until: string) => {
  const undisturbed = await Effect.runPromise(runScenario(story))
  assert.deepStrictEqual(undisturbed.failures, [], printReport(undisturbed))
  const { operations } = await Effect.runPromise(runScenario({ ...story, until, expect: { told: [], tasks: {} } }))
  return [...operations].flatMap(([worker, count]) => Array.from({ length: count }, (_, i) => ({ worker, atOperation: i + 1 })))
}

/** Kills a worker at every `step`-th of its operations while it delivers, puts back and tells of failures. */
export const deliveriesSurviveDeaths = (step: number) =>
  it("at any operation of a worker that delivers leaves nothing untold, and nothing told under two ids", async () => {
    const told = await deathsIn(deliveryLife, "80s")
    const whole = await deathsIn(deliveryLife, "5m 10s")
    assert.isAbove(told.length, 100)
    // The first part closely; of the quiet minutes after it a few; and all of what follows the owner's call.
    const late = whole.filter(({ atOperation, worker }) => !told.some((death) => death.worker === worker && death.atOperation >= atOperation))
    const sample = [...told.filter((_, i) => i % step === 0), ...late.toReversed().filter((_, i) => i < 60 ? i % step === 0 : i % (step * 10) === 0)]
    const twice = new Set<string>()
    for (const dies of sample) {
      const report = await Effect.runPromise(runScenario(deliveryLife, { dies }))
      assert.deepStrictEqual(report.failures, [], `${dies.worker} killed at operation ${dies.atOperation}\n${printReport(report)}`)
      const taken = report.timeline.filter(({ source, what }) => source === "receiver" && what.includes("answers 204"))
      for (const url of [receiver, backup]) if (taken.filter(({ what }) => what.includes(url)).length > 1) twice.add(url)
    }
    if (step <= 3) assert.sameMembers([...twice], [receiver, backup], "no death fell between an answer and its record")
  }, 600_000)

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
