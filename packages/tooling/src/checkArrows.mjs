// Cycles and arrows (../arrows.mjs). dependency-cruiser finds no modules, and calls that clean, when its TypeScript is
// missing; so what it saw is held against what lies on the disk.
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"

const sources = ["packages", "apps"].flatMap((group) =>
  readdirSync(group, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !/[\\/](node_modules|dist)([\\/]|$)/.test(entry.parentPath))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
).filter((file) => /^[^/]+\/[^/]+\/(src|test)\//.test(file))

const { stdout, stderr } = spawnSync("depcruise", ["--config", "packages/tooling/arrows.mjs", "--output-type", "json", ...sources], {
  encoding: "utf8",
  // A report names every edge of the graph.
  maxBuffer: 256 * 1024 * 1024
})
let report
try {
  report = JSON.parse(stdout)
} catch {
  console.error(`dependency-cruiser gave no report.\n${stderr}`)
  process.exit(1)
}
const seen = new Set(report.modules.map((module) => module.source))
const missed = sources.filter((file) => !seen.has(file))
for (const { from, to, rule, cycle } of report.summary.violations) {
  console.error(`${rule.name}: ${from} → ${cycle === undefined ? to : cycle.map((step) => step.name).join(" → ")}`)
}
if (missed.length > 0) console.error(`Not looked at: ${missed.join(", ")}`)
const edges = report.modules.reduce((count, module) => count + module.dependencies.length, 0)
console.log(`${sources.length - missed.length} of ${sources.length} modules, ${edges} imports, ${report.summary.violations.length} violations`)
process.exit(sources.length === 0 || edges === 0 || missed.length > 0 || report.summary.violations.length > 0 ? 1 : 0)
