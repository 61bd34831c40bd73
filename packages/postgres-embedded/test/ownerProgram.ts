import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { RunAs } from "../src/RunAs.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

/** `npm run postgres` without npm: a process of its own that owns an embedded PostgreSQL, killed with the scope. */
export const ownerProgram = (dataDir: string, user: RunAs = null) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, ["--conditions=@vedette/source", main], {
        ...user,
        cwd: "/",
        env: { PATH: "/usr/bin:/bin", VEDETTE_DATA_DIR: dataDir },
        stdio: ["ignore", "pipe", "pipe"]
      })
      let complaints = ""
      child.stderr.on("data", (chunk: Buffer) => {
        complaints += chunk.toString("utf8")
      })
      const exit = once(child, "exit").then(([code]: Array<number | null>) => code ?? null)
      const firstLine = new Promise<string | null>((resolve) => {
        createInterface({ input: child.stdout }).once("line", resolve).once("close", () => resolve(null))
      })
      return {
        pid: child.pid ?? 0,
        /** `null`: it ended without printing one. */
        url: Effect.promise(() => firstLine),
        exitCode: Effect.promise(() => exit),
        complaints: () => complaints,
        kill: (signal: NodeJS.Signals) => child.kill(signal)
      }
    }),
    (program) =>
      Effect.suspend(() => {
        program.kill("SIGKILL")
        return program.exitCode
      })
  )
