import { spawn } from "node:child_process"
import { readFile, stat } from "node:fs/promises"

/** The user PostgreSQL runs as. `null`: this process's own user, which is not root. */
export type RunAs = { readonly uid: number; readonly gid: number } | null

// `nobody` on every Linux; used as a bare number, so that an image without a passwd file works too.
const nobody = { uid: 65534, gid: 65534 }

const accountNamed = (passwd: string, name: string): RunAs => {
  const line = passwd.split("\n").find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(":") ?? []
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) }
}

/**
 * PostgreSQL refuses to run as root. As root an existing cluster decides by its owner, so that adding or removing
 * a `postgres` account later locks nobody out; else the `postgres` account, else `nobody`. Nothing is added to the system.
 */
export const runAs = async (cluster: string): Promise<RunAs> => {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(cluster).catch(() => null)
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "")
  return accountNamed(passwd, "postgres") ?? accountNamed(passwd, "nobody") ?? nobody
}

export interface Ended {
  /** `null`: it could not be spawned, or a signal ended it. */
  readonly code: number | null
  readonly errno: string | null
  readonly output: string
}

/**
 * Runs a program to its end as that user. The working folder is `/`: ours may be one that user cannot enter.
 * Asking the kernel by running something is the only access check that knows ACLs, mount options and capabilities.
 */
export const runToEnd = (
  user: RunAs,
  file: string,
  args: ReadonlyArray<string>,
  options: { readonly input?: string; readonly timeoutMs?: number } = {}
): Promise<Ended> =>
  new Promise((resolve) => {
    let output = ""
    const child = spawn(file, args, {
      ...user,
      cwd: "/",
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
      stdio: ["pipe", "pipe", "pipe"],
      // A ^C in the terminal is for our process, which lets this short-lived child finish.
      detached: true,
      timeout: options.timeoutMs ?? 120_000,
      killSignal: "SIGKILL"
    })
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8")
    }
    child.stdout.on("data", collect)
    child.stderr.on("data", collect)
    // The child may end without reading its input.
    child.stdin.on("error", () => undefined)
    child.stdin.end(options.input ?? "")
    child.on("error", (error) =>
      resolve({ code: null, errno: "code" in error ? String(error.code) : error.message, output })
    )
    child.on("close", (code) => resolve({ code, errno: null, output }))
  })
