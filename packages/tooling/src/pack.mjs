// `npm run pack`: builds, then puts the tarball of every public package into .packs/, as a registry would get it.
import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, rmSync } from "node:fs"
import { resolve } from "node:path"
import { publicPackages } from "./publicPackages.mjs"

const destination = resolve(".packs")

const built = spawnSync("turbo", ["run", "build", "--output-logs=errors-only", "--no-update-notifier"], { stdio: "inherit" })
if (built.status !== 0) process.exit(built.status ?? 1)

// Emptied first: a tarball of an earlier version beside the new one would be checked and installed in its place.
rmSync(destination, { recursive: true, force: true })
mkdirSync(destination, { recursive: true })
for (const folder of publicPackages()) {
  const { status, stdout, stderr } = spawnSync("pnpm", ["pack", "--pack-destination", destination], { cwd: folder, encoding: "utf8" })
  if (status === 0) continue
  console.error(`${folder} could not be packed.\n${stdout}${stderr}`)
  process.exit(status ?? 1)
}
console.log(readdirSync(destination).map((file) => `.packs/${file}`).join("\n"))
