import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { constants } from "node:os"

// How often the parents are looked at. A dead npm is noticed in well under a second, for no measurable load.
const lookEveryMs = 300
const shells = new Set(["sh", "dash", "bash", "ash", "zsh"])

const read = (path) => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
const parentOf = (pid) => {
  const stat = read(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
}

/**
 * Whether npm, which started us, is still there. npm runs scripts through `sh`, which dies of a TERM without handing it on,
 * and outlives an npm that was killed: both links are watched (the second only where /proc shows it).
 */
const watchStarter = () => {
  const parent = process.ppid
  const grandparent = process.env.npm_lifecycle_event !== undefined && shells.has(read(`/proc/${parent}/comm`).trim())
    ? parentOf(parent)
    : null
  return () => process.ppid === parent && (grandparent === null || parentOf(parent) === grandparent)
}

/**
 * Runs a program to its end with our terminal, hands signals on, and answers with its exit code (128 + n after signal n).
 * It stays in our process group, so that a kill of the group leaves nothing behind.
 */
export const runInForeground = (file, args, env) =>
  new Promise((resolve) => {
    const child = spawn(file, args, { stdio: "inherit", env, shell: process.platform === "win32" })
    const starterLives = watchStarter()
    const watch = setInterval(() => {
      if (starterLives()) return
      clearInterval(watch)
      child.kill("SIGTERM")
    }, lookEveryMs)
    const terminate = () => child.kill("SIGTERM")
    const interrupt = () => {
      // In a terminal ^C reaches the whole group: handed on as well, the program would count two and quit at once.
      if (!process.stdin.isTTY) child.kill("SIGINT")
    }
    process.on("SIGTERM", terminate)
    process.on("SIGHUP", terminate)
    process.on("SIGINT", interrupt)
    const end = (code) => {
      clearInterval(watch)
      process.off("SIGTERM", terminate)
      process.off("SIGHUP", terminate)
      process.off("SIGINT", interrupt)
      resolve(code)
    }
    child.on("error", (error) => {
      console.error(`${file} could not be started: ${error.message}`)
      end(1)
    })
    child.on("exit", (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
