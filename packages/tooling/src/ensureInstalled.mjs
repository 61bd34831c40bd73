import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const windows = process.platform === "win32"

/** The pinned pnpm: the one on PATH if it is that version, else through npx, which caches it. */
export const pnpmCommand = (env) => {
  const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"))
  const version = packageManager.slice("pnpm@".length)
  // Asked for in `/`: inside a repository pnpm may answer with the version that the repository pins.
  const found = spawnSync("pnpm", ["--version"], { encoding: "utf8", cwd: "/", env, shell: windows }).stdout?.trim()
  return found === version ? ["pnpm"] : ["npx", "-y", packageManager]
}

/** Everything that decides what an install produces. */
const inputs = (root) =>
  ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"].concat(
    ["packages", "apps"].flatMap((group) => readdirSync(join(root, group)).sort().map((name) => `${group}/${name}/package.json`))
  ).filter((file) => existsSync(join(root, file)))

const fingerprint = (root) => {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${root}`)
  for (const file of inputs(root)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest("hex")
}

/**
 * Installs unless the last install that succeeded had the same inputs. Asking pnpm takes 1.2 s through npx even when
 * there is nothing to do, a quarter of the time in which a second `npm start` must be ready.
 */
export const ensureInstalled = async (root, env) => {
  const stamp = join(root, "node_modules", ".vedette-installed")
  const wanted = fingerprint(root)
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  const isFirst = !existsSync(stamp)
  // Everything here goes to stderr: a task's stdout is the task's (`npm run postgres` prints a URL there, and nothing else).
  console.error(isFirst ? "Installing packages (first start only) …" : "Installing packages (the package lists changed) …")
  const started = performance.now()
  const [command, ...first] = pnpmCommand(env)
  const args = [...first, "install", "--frozen-lockfile", "--prefer-offline", "--config.confirm-modules-purge=false"]
  const { code, output } = await new Promise((resolve) => {
    let output = ""
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], shell: windows })
    child.stdout.on("data", (chunk) => { output += chunk })
    child.stderr.on("data", (chunk) => { output += chunk })
    child.on("error", (error) => resolve({ code: 1, output: String(error) }))
    child.on("close", (code) => resolve({ code: code ?? 1, output }))
    // The launcher ends with the installer, which a ^C reaches too; a TERM is handed on.
    process.once("SIGTERM", () => child.kill("SIGTERM"))
  })
  process.removeAllListeners("SIGTERM")
  if (code !== 0) {
    console.error(`${output.trim()}\n\nThe packages could not be installed (exit code ${code}). What pnpm said is above.`)
    process.exit(code)
  }
  // Read again: an install may have been started while somebody was still editing a package.json.
  if (fingerprint(root) === wanted) writeFileSync(stamp, wanted)
  console.error(`Installed in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
}
