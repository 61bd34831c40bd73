import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { promisify } from "node:util"

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

// The fields of /proc/<pid>/stat after the program's name, which may itself hold blanks and brackets.
const afterName = (stat: string): ReadonlyArray<string> => stat.slice(stat.lastIndexOf(")") + 2).split(" ")
// Field 22, counted from the third, which is the first after the name.
const startedAt = 22 - 3

/**
 * Names one process for ever: its pid and when it started, since pids are used again (after a reboot at once: the
 * first start after power-on tends to get the same ones). `null`: there is no such process, or it is a zombie.
 * Where the start cannot be read the identity is `<pid>-unknown`, which callers take for alive.
 */
export const processIdentity = async (pid: number): Promise<string | null> => {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  if (process.platform === "linux") {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""),
      readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "")
    ])
    const fields = afterName(stat)
    if (fields[0] === "Z") return null
    if (stat !== "" && fields[startedAt] !== undefined) return `${pid}-${fields[startedAt]}-${boot.trim().slice(0, 8)}`
    return isAlive(pid) ? `${pid}-unknown` : null
  }
  const started = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => null)
  return started === null || started.stdout.trim() === ""
    ? isAlive(pid) ? `${pid}-unknown` : null
    : `${pid}-${Date.parse(started.stdout.trim())}`
}
