// `npm run generate [-- --check]`: every generated file of the repository, or whether one is out of date.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const generators = ["generateTsconfigs.mjs", "generateReference.ts"]
  .map((name) => fileURLToPath(new URL(name, import.meta.url))).filter((file) => existsSync(file))
const codes = generators.map((file) =>
  spawnSync(process.execPath, ["--conditions=@vedette/source", file, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1
)
process.exit(codes.some((code) => code !== 0) ? 1 : 0)
