import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"
import { EmbeddedPostgresError, PortTaken, StartFailed } from "./EmbeddedPostgresError.ts"
import { type Binaries, postgresOf } from "./findBinaries.ts"
import { clusterName, type Place } from "./placeFolder.ts"
import { stopPostmaster } from "./stopPostmaster.ts"

/** The one address the server listens on. */
export const host = "127.0.0.1"

export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** Resolves when the server has ended, wanted or not. */
  readonly ended: Promise<void>
  readonly stop: () => Promise<void>
}

// Recovery after a kill replays at most the write-ahead log since the last checkpoint: seconds. A minute is a hang.
const readyWithinMs = 60_000
const lookEveryMs = 10
// Enough of the server's last words for an error message.
const keptLines = 20
// Between finding a free port and PostgreSQL binding it another program may take it; three in a row is no accident.
const portAttempts = 3
// Backends notice a killed postmaster within a second, and hold its shared memory until then.
const memoryAttempts = 20
const memoryWaitMs = 250

const freePort = async (): Promise<number> => {
  const probe = createServer()
  probe.listen(0, host)
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  return address !== null && typeof address === "object" ? address.port : 0
}

const flags = (port: number, durable: boolean): ReadonlyArray<string> => {
  const settings = {
    port: String(port),
    listen_addresses: host,
    // No socket file: its folder would have to be shared between users, and its path has a length limit.
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    logging_collector: "off",
    // A database that is thrown away after the test needs no disk to agree.
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" })
  }
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
}

type Attempt = { readonly postmaster: Postmaster } | { readonly lastWords: string }

/** The last line of `postmaster.pid` is the server's own word on its state; `pg_ctl` reads the same. */
const isReady = async (cluster: string, pid: number): Promise<boolean> => {
  const lines = (await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n")
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready"
}

const attempt = async (
  binaries: Binaries,
  place: Place,
  port: number,
  durable: boolean,
  log: (line: string) => void
): Promise<Attempt> => {
  const cluster = join(place.folder, clusterName)
  const words: Array<string> = []
  const child = spawn(postgresOf(binaries), ["-D", cluster, ...flags(port, durable)], {
    ...place.user,
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
    // Its own session: a ^C in the terminal must reach our process alone, which drains its work and then stops the server.
    detached: true
  })
  createInterface({ input: child.stderr }).on("line", (line) => {
    words.push(line)
    if (words.length > keptLines) words.shift()
    log(line)
  })
  const life = { isOver: false }
  const ended = new Promise<void>((resolve) => {
    const over = () => {
      life.isOver = true
      resolve()
    }
    child.on("error", (error) => {
      words.push(error.message)
      over()
    })
    child.on("close", over)
  })
  const pid = child.pid
  const stop = async () => {
    if (pid !== undefined && !life.isOver) await stopPostmaster(pid)
    await ended
  }
  const until = performance.now() + readyWithinMs
  while (!life.isOver && performance.now() < until) {
    if (pid !== undefined && await isReady(cluster, pid)) return { postmaster: { pid, port, ended, stop } }
    await sleep(lookEveryMs)
  }
  await stop()
  return { lastWords: words.join("\n") }
}

/** Starts the server and answers when it accepts connections. `wantedPort` 0: any free one. */
export const runPostmaster = async (
  binaries: Binaries,
  place: Place,
  options: { readonly wantedPort: number; readonly durable: boolean; readonly log: (line: string) => void }
): Promise<Postmaster> => {
  let portsTried = 0
  let memoryTried = 0
  while (true) {
    const port = options.wantedPort === 0 ? await freePort() : options.wantedPort
    const made = await attempt(binaries, place, port, options.durable, options.log)
    if ("postmaster" in made) return made.postmaster
    const words = made.lastWords
    if (/could not bind .*in use/i.test(words)) {
      portsTried++
      if (options.wantedPort === 0 && portsTried < portAttempts) continue
      throw new EmbeddedPostgresError({
        reason: new PortTaken({
          message: `Port ${port} on ${host} is in use. Choose another port for the embedded PostgreSQL, or 0 for any free one.`,
          port
        })
      })
    }
    if (/pre-existing shared memory block/i.test(words) && memoryTried++ < memoryAttempts) {
      await sleep(memoryWaitMs)
      continue
    }
    throw new EmbeddedPostgresError({
      reason: new StartFailed({ message: `The embedded PostgreSQL in ${place.folder} did not start. It said:\n${words}` })
    })
  }
}
