import { readFile, readlink, realpath, rm, writeFile } from "node:fs/promises"
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { setTimeout as sleep } from "node:timers/promises"
import { EmbeddedPostgresError, OrphanNotStopped } from "./EmbeddedPostgresError.ts"
import { processIdentity } from "./processIdentity.ts"

// How often a stopping server is looked at: far below its ~50 ms stop, so that a restart does not wait for the look.
const lookEveryMs = 10
// A fast shutdown writes a checkpoint; on a slow disk with a full cache that takes seconds, not minutes.
const fastShutdownMs = 30_000
// An immediate shutdown writes nothing.
const immediateShutdownMs = 5_000

const gone = async (identity: string, pid: number, withinMs: number): Promise<boolean> => {
  const until = performance.now() + withinMs
  while (performance.now() < until) {
    if (await processIdentity(pid) !== identity) return true
    await sleep(lookEveryMs)
  }
  return false
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in between, which is what the signal is for.
  }
}

/**
 * Ends a postmaster: fast shutdown, then immediate, then a kill. Each rung is safe for committed data, which is in the
 * write-ahead log; the later ones only cost a recovery at the next start.
 */
export const stopPostmaster = async (pid: number): Promise<void> => {
  const identity = await processIdentity(pid)
  if (identity === null) return
  const rungs: ReadonlyArray<readonly [NodeJS.Signals, number]> = [
    ["SIGINT", fastShutdownMs],
    ["SIGQUIT", immediateShutdownMs],
    ["SIGKILL", immediateShutdownMs]
  ]
  for (const [name, withinMs] of rungs) {
    signal(pid, name)
    if (await gone(identity, pid, withinMs)) return
  }
  throw new EmbeddedPostgresError({
    reason: new OrphanNotStopped({
      message: `PostgreSQL (process ${pid}) does not stop, not even when killed. Stop it by hand (kill -9 ${pid}), then start again.`,
      pid
    })
  })
}

/** Whether that process is the server of this very cluster. A server works inside its data folder. */
const serves = async (pid: number, cluster: string): Promise<boolean> => {
  if (process.platform === "linux") {
    const [folder, name] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => ""),
      readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")
    ])
    return name.trim() === "postgres" && folder === await realpath(cluster)
  }
  const listed = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }))
  return listed.stdout.includes("postgres") && listed.stdout.includes(cluster)
}

/**
 * Clears what a killed predecessor left. Call it holding the folder's lock.
 *
 * - Its server still runs: it is stopped, as `stopPostmaster` stops one.
 * - The pid is dead, a zombie that nobody has reaped, or some other program by now: for the last two PostgreSQL would
 *   refuse to start. The file is not deleted, because it also names the shared memory by which PostgreSQL sees backends
 *   that outlived their postmaster; its first line is given our own pid, which the new server accepts as its parent's.
 * - The file is empty: the server died between making and writing it, before it had any shared memory to name.
 */
export const recoverCluster = async (cluster: string, log: (line: string) => void): Promise<void> => {
  const file = join(cluster, "postmaster.pid")
  const text = await readFile(file, "utf8").catch(() => null)
  if (text === null) return
  const [first = "", ...others] = text.split("\n")
  const pid = Number(first)
  if (first === "" || !Number.isInteger(pid)) return await rm(file)
  if (await serves(pid, cluster)) {
    log(`PostgreSQL (process ${pid}) was left behind by a process that died; stopping it first`)
    await stopPostmaster(pid)
    return
  }
  await writeFile(file, [String(process.pid), ...others].join("\n"))
}
