import { spanText } from "./scenario/Span.ts"
import type { ScenarioReport } from "./runScenario.ts"

const TIME_WIDTH = 16
const SOURCE_WIDTH = 9

/** A report to read: what happened when, and the verdict. */
export const printReport = ({ failures, scenario, timeline }: ScenarioReport): string =>
  [
    `\n${scenario.name}`,
    `  ${scenario.shows}`,
    "",
    ...timeline.map(({ atMs, source, what }) => `  ${spanText(atMs).padEnd(TIME_WIDTH)}${source.padEnd(SOURCE_WIDTH)} ${what}`),
    "",
    ...(failures.length === 0 ? ["  holds"] : ["  FAILS", ...failures.map((failure) => `    - ${failure}`)])
  ].join("\n")
