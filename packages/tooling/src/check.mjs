// `npm run check`: everything a reviewer should not have to look for. All steps run, so that one failure does not hide the next.
import { spawnSync } from "node:child_process"

const quiet = ["--output-logs=errors-only", "--no-update-notifier"]
const steps = [
  { title: "Generated files are up to date", command: "node", args: ["packages/tooling/src/generate.mjs", "--check"] },
  { title: "Lint (oxlint, with types)", command: "oxlint", args: ["--type-aware", "."] },
  { title: "Types of the packages, and their build", command: "turbo", args: ["run", "build", ...quiet] },
  { title: "Types of the tests", command: "tsc", args: ["-p", "tsconfig.test.json"] },
  { title: "Effect diagnostics", command: "effect-tsgo", args: ["diagnostics", "--project", "tsconfig.test.json", "--format", "text", "--severity", "error,warning"] },
  { title: "Every import is a declared dependency (turbo boundaries)", command: "turbo", args: ["boundaries"] },
  { title: "Cycles and arrows (dependency-cruiser)", command: "node", args: ["packages/tooling/src/checkArrows.mjs"] },
  { title: "Public packages pack", command: "node", args: ["packages/tooling/src/pack.mjs"] },
  { title: "The tarballs are sound (publint, attw)", command: "node", args: ["packages/tooling/src/checkPacked.mjs"] }
]

const results = steps.map(({ args, command, title }) => {
  console.log(`\n== ${title}`)
  const started = performance.now()
  const { error, status } = spawnSync(command, args, { stdio: "inherit" })
  if (error !== undefined) console.error(error.message)
  return { title, passed: status === 0, seconds: (performance.now() - started) / 1000 }
})

console.log("\n== Summary")
for (const { title, passed, seconds } of results) {
  console.log(`${passed ? "passed" : "FAILED"}  ${seconds.toFixed(1).padStart(5)} s  ${title}`)
}
const failed = results.filter((result) => !result.passed).length
console.log(failed === 0 ? `\nAll ${results.length} checks passed.` : `\n${failed} of ${results.length} checks failed.`)
process.exit(failed === 0 ? 0 : 1)
