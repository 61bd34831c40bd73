import { makePlan } from "./simulation/plan/makePlan.ts"
import { shrinkPlan } from "./simulation/plan/shrinkPlan.ts"
import { printFailure } from "./simulation/printFailure.ts"
import type { Plan } from "./simulation/plan/Plan.ts"
import { readArguments, USAGE } from "./simulation/readArguments.ts"
import { simulate } from "./simulation/simulate.ts"
import { memoryStorage } from "./simulation/storage/SimulatedStorage.ts"
import { postgresStorage } from "./simulation/storage/postgresStorage.ts"
import { withDatabase } from "./simulation/storage/withDatabase.ts"

// `npm run simulate -- --seeds N [--from S] [--seed S] [--days D] [--storage memory|postgres]`: plays
// months, and ends with 1 where one breaks a promise, with 2 where it does not understand what it is asked for.

const PROGRESS_EVERY = { memory: 250, postgres: 5 }

const args = process.argv.slice(2)
if (args.includes("--help")) {
  console.log(USAGE)
  process.exit(0)
}
const given = readArguments(args)
if (typeof given === "string") {
  console.error(`${given}\n${USAGE}`)
  process.exit(2)
}
const { days, from, seeds } = given
const inMemory = given.storage === "memory"

const play = (plan: Plan) => simulate(plan, { storage: inMemory ? memoryStorage : postgresStorage })

const began = performance.now()
const spent = () => `${((performance.now() - began) / 1_000).toFixed(0)} s (${(process.cpuUsage().user / 1e6).toFixed(0)} s of one processor)`

const playAll = async (): Promise<boolean> => {
  const total = { steps: 0, runs: 0, told: 0 }
  const failed: Array<number> = []
  for (let seed = from; seed < from + seeds; seed++) {
    const report = await play(makePlan(seed, { days }))
    total.steps += report.steps
    total.runs += report.runs
    total.told += report.told
    if (report.broken.length > 0) {
      failed.push(seed)
      // What follows plays the month hundreds of times.
      if (inMemory) console.error(`Seed ${seed} breaks a promise; looking for the smallest history that still does …`)
      // In real time a smaller plan would take minutes to find.
      const small = inMemory ? await shrinkPlan(report.plan, async (plan) => (await play(plan)).broken.length > 0) : report.plan
      console.error(printFailure(report, inMemory ? await play(small) : report, given.storage))
    }
    const done = seed - from + 1
    if (done % PROGRESS_EVERY[inMemory ? "memory" : "postgres"] === 0 && done < seeds) console.log(`${done} of ${seeds} seeds, ${failed.length} failed, ${spent()}`)
  }
  console.log(
    `${seeds} ${seeds === 1 ? "seed" : "seeds"} of ${days} days in ${spent()}: ` +
      `${total.runs} runs, ${total.told} messages taken, ${total.steps} commits checked. ` +
      (failed.length === 0 ? "Every promise was kept." : `Broken by: ${failed.join(", ")}.`)
  )
  return failed.length === 0
}

process.exitCode = (await (inMemory ? playAll() : withDatabase(playAll))) ? 0 : 1
