// What a stranger would install: publint and attw on the tarballs in .packs/, of which there is one for every public package.
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { publicPackages } from "./publicPackages.mjs"

const tarballs = (existsSync(".packs") ? readdirSync(".packs") : []).filter((file) => file.endsWith(".tgz"))
const wanted = publicPackages().length
let failures = 0
const run = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" })
  if (status === 0) return
  failures++
  console.error(`${command} ${args.join(" ")}\n${stdout}${stderr}`)
}
for (const tarball of tarballs) {
  run("publint", ["run", `.packs/${tarball}`, "--strict"])
  // The packages are ESM: a CommonJS consumer requires them as Node 22 and newer allow.
  run("attw", [`.packs/${tarball}`, "--profile", "esm-only", "--no-emoji"])
}
console.log(`${tarballs.length} of ${wanted} tarballs, ${failures} complaints`)
process.exit(tarballs.length !== wanted || failures > 0 ? 1 : 0)
