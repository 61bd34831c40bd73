// What stands behind every `npm run …` of this repository. It is started by whatever Node is installed (20 or newer),
// installs with the pinned pnpm, and runs the task on the pinned Node from node_modules.
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ensureInstalled, pnpmCommand } from "./src/ensureInstalled.mjs"
import { runInForeground } from "./src/runInForeground.mjs"

const root = fileURLToPath(new URL("../..", import.meta.url))
process.chdir(root)

// Oldest Node that runs TypeScript sources without a flag; only used where npm has no pinned Node for the platform.
const oldestNode = [22, 18]

const bin = join(root, "node_modules", ".bin")
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", npm_config_loglevel: "error", PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` }
// pnpm and turbo would take npm's description of this script for their own.
for (const name of Object.keys(env)) if (/^npm_(lifecycle|package)_/.test(name)) delete env[name]

const pinnedNode = () => {
  const pinned = join(bin, "node")
  if (existsSync(pinned)) return pinned
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return process.execPath
  console.error(`No Node is published on npm for ${process.platform}-${process.arch}: install Node 24 or newer yourself (this is ${process.versions.node}).`)
  process.exit(1)
}

const program = (file) => (args) => runInForeground(pinnedNode(), ["--conditions=@vedette/source", file, ...args], env)
const script = (file) => (args) => runInForeground(pinnedNode(), [file, ...args], env)
// turbo and publint start pnpm by name: `pnpm exec` puts the pinned one on their PATH.
const underPnpm = (file) => (args) => {
  const [command, ...first] = pnpmCommand(env)
  return runInForeground(command, [...first, "exec", "node", file, ...args], env)
}
const vitest = (...first) => (args) =>
  runInForeground(pinnedNode(), ["node_modules/vitest/vitest.mjs", "run", ...first, ...args], env)

const tasks = {
  start: program("apps/standalone/src/main.ts"),
  demo: program("apps/standalone/src/demo.ts"),
  server: program("apps/server/src/main.ts"),
  worker: program("apps/worker/src/main.ts"),
  postgres: program("packages/postgres-embedded/src/main.ts"),
  doctor: program("apps/standalone/src/doctor.ts"),
  harness: program("apps/harness/src/main.ts"),
  judge: program("apps/judge/src/main.ts"),
  simulate: program("apps/harness/src/simulateMain.ts"),
  bench: program("apps/bench/src/main.ts"),
  generate: script("packages/tooling/src/generate.mjs"),
  test: vitest(),
  "test:long": vitest("--config", "vitest.long.config.ts"),
  check: underPnpm("packages/tooling/src/check.mjs"),
  pack: underPnpm("packages/tooling/src/pack.mjs")
}

const [name = "start", ...args] = process.argv.slice(2)
const task = tasks[name]
if (task === undefined) {
  console.error(`There is no task "${name}". Tasks: ${Object.keys(tasks).join(", ")}.`)
  process.exit(1)
}
await ensureInstalled(root, env)
process.exit(await task(args))
