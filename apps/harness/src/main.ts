import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { loadScenarios } from "./loadScenarios.ts"
import { printReport } from "./printReport.ts"
import { runScenario } from "./runScenario.ts"

// `npm run harness -- [name…]`: plays the scenarios named, or all, and exits with 1 where one fails.

const main = Effect.fn("main")(function*(names: ReadonlyArray<string>) {
  const scenarios = yield* loadScenarios
  const unknown = names.filter((name) => !scenarios.has(name))
  if (unknown.length > 0) {
    yield* Console.error(`There is no scenario ${unknown.join(", ")}. Scenarios:\n  ${[...scenarios.keys()].join("\n  ")}`)
    return 1
  }
  const failed: Array<string> = []
  const chosen = [...scenarios].filter(([name]) => names.length === 0 || names.includes(name))
  for (const [name, scenario] of chosen) {
    const report = yield* runScenario(scenario)
    yield* Console.log(printReport(report))
    if (report.failures.length > 0) failed.push(name)
  }
  yield* Console.log(`\n${chosen.length - failed.length} of ${chosen.length} scenarios hold${failed.length === 0 ? "." : `; these do not: ${failed.join(", ")}.`}`)
  return failed.length === 0 ? 0 : 1
})

process.exitCode = await Effect.runPromise(main(process.argv.slice(2)))
