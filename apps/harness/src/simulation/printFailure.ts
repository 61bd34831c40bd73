import type { SimulateArguments } from "./readArguments.ts"
import type { SimulationReport } from "./simulate.ts"
import { entryText, instantText } from "./world/HistoryLog.ts"

const LAST = 60

/** A failed history to read: what broke, the end of what led to it, and the smallest plan that leads there. */
export const printFailure = (full: SimulationReport, small: SimulationReport, storage: SimulateArguments["storage"]): string =>
  [
    `\nSeed ${full.plan.seed} breaks a promise at step ${full.steps}:`,
    ...full.broken.map((line) => `  - ${line}`),
    "",
    ...full.history.slice(-LAST).map((entry) => `  ${entryText(entry)}`),
    "",
    `Made smaller, it still says: ${small.broken.join("; ")}`,
    `  ${small.plan.workers.length} workers, ${small.plan.tasks.length} tasks, ${small.plan.deeds.length} of ${full.plan.deeds.length} deeds:`,
    ...small.plan.deeds.map(({ afterRunMs, atMs, deed }) =>
      `  ${instantText(atMs)}${afterRunMs === null ? "" : ` +${afterRunMs} ms into the next run`}  ${JSON.stringify(deed)}`
    ),
    "",
    ...small.history.slice(-LAST).map((entry) => `  ${entryText(entry)}`),
    "",
    `Play it again: npm run simulate -- --seed ${full.plan.seed} --days ${full.plan.days}${storage === "memory" ? "" : ` --storage ${storage}`}`
  ].join("\n")
