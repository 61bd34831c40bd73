import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { EmbeddedPostgres } from "../src/index.ts"
import { processIdentity } from "../src/processIdentity.ts"
import { query } from "./query.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const start = (dataDir: string, port = 0) => EmbeddedPostgres.start({ dataDir, port, durable: false })
const isAlive = (pid: number) => Effect.promise(() => processIdentity(pid)).pipe(Effect.map((found) => found !== null))

describe("EmbeddedPostgres", () => {
  it.live("it serves one UTF-8 database on 127.0.0.1 alone, to the holder of the generated password alone", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const running = yield* start(dataDir)
      const [facts] = yield* query(
        running.url,
        `SELECT current_database() AS database, current_setting('server_encoding') AS encoding,
                current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
                (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collation`
      )
      assert.deepStrictEqual(facts, {
        database: "vedette",
        encoding: "UTF8",
        addresses: "127.0.0.1",
        sockets: "",
        collation: "C"
      })
      const password = join(running.dataDir, "password")
      assert.strictEqual((yield* Effect.promise(() => stat(password))).mode & 0o777, 0o600)
      assert.include(running.url, (yield* Effect.promise(() => readFile(password, "utf8"))).trim())
      const guess = new URL(running.url)
      guess.password = "guess"
      const refused = yield* query(guess.href, "SELECT 1").pipe(Effect.catchDefect(Effect.succeed))
      assert.match(String(refused), /password authentication failed/)
    }))

  it.live("a closed scope leaves no process, and the next start has the data in under two seconds", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const pid = yield* Effect.scoped(Effect.gen(function*() {
        const running = yield* EmbeddedPostgres.start({ dataDir })
        yield* query(running.url, "CREATE TABLE kept AS SELECT 7 AS x")
        return running.pid
      }))
      assert.isFalse(yield* isAlive(pid))
      const before = performance.now()
      const again = yield* EmbeddedPostgres.start({ dataDir })
      assert.isBelow(performance.now() - before, 2_000)
      assert.deepStrictEqual(yield* query(again.url, "SELECT x FROM kept"), [{ x: 7 }])
      assert.strictEqual((yield* query(again.url, "SHOW fsync"))[0].fsync, "on")
    }))

  it.live("a start that was killed while it made the cluster begins anew", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const half = join(dataDir, "postgres", "cluster.new")
      yield* Effect.promise(() => mkdir(half, { recursive: true }))
      yield* Effect.promise(() => writeFile(join(half, "PG_VERSION"), "18\n"))
      const running = yield* start(dataDir)
      assert.deepStrictEqual(yield* query(running.url, "SELECT 1 AS x"), [{ x: 1 }])
    }))

  it.live("a lost password is replaced, and the data stays", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const first = yield* Effect.scoped(start(dataDir).pipe(Effect.tap(({ url }) => query(url, "CREATE TABLE kept (x int)"))))
      yield* Effect.promise(() => rm(join(first.dataDir, "password")))
      const second = yield* start(dataDir)
      assert.notStrictEqual(new URL(second.url).password, new URL(first.url).password)
      assert.deepStrictEqual(yield* query(second.url, "SELECT * FROM kept"), [])
    }))

  it.live("a cluster of another major version is refused by name, and left as it is", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const { dataDir: folder } = yield* Effect.scoped(start(dataDir))
      const version = join(folder, "cluster", "PG_VERSION")
      yield* Effect.promise(() => writeFile(version, "14\n"))
      const { reason } = yield* Effect.flip(start(dataDir))
      assert.strictEqual(reason._tag, "WrongVersion")
      assert.include(reason.message, "PostgreSQL 14")
      assert.strictEqual(yield* Effect.promise(() => readFile(version, "utf8")), "14\n")
      // The refusal let the lock go: the same folder starts once the cause is gone.
      yield* Effect.promise(() => writeFile(version, "18\n"))
      yield* start(dataDir)
    }))

  it.live("a port in use is named, and nothing is left running", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const taken = yield* Effect.acquireRelease(
        Effect.callback<{ readonly port: number; readonly close: () => void }>((resume) => {
          const server = createServer()
          server.listen(0, "127.0.0.1", () => {
            const address = server.address()
            const port = address !== null && typeof address === "object" ? address.port : 0
            resume(Effect.succeed({ port, close: () => server.close() }))
          })
        }),
        (server) => Effect.sync(server.close)
      )
      const { reason } = yield* Effect.flip(start(dataDir, taken.port))
      assert.strictEqual(reason._tag, "PortTaken")
      assert.include(reason.message, String(taken.port))
      const running = yield* start(dataDir)
      assert.isTrue(yield* isAlive(running.pid))
    }))

  it.live("a server that ends on its own is noticed", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const running = yield* start(dataDir)
      process.kill(running.pid, "SIGKILL")
      yield* running.ended
      assert.isFalse(yield* isAlive(running.pid))
    }))
})
