import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { EmbeddedPostgres } from "../src/index.ts"
import { processIdentity } from "../src/processIdentity.ts"
import { runAs } from "../src/RunAs.ts"
import { ownerProgram } from "./ownerProgram.ts"
import { query } from "./query.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const start = (dataDir: string) => EmbeddedPostgres.start({ dataDir })
const clusterOf = (dataDir: string) => join(dataDir, "postgres", "cluster")
const postmasterOf = (dataDir: string) =>
  Effect.promise(() => readFile(join(clusterOf(dataDir), "postmaster.pid"), "utf8")).pipe(
    Effect.map((text) => Number(text.split("\n")[0]))
  )
const identity = (pid: number) => Effect.promise(() => processIdentity(pid))

/** A process of its own that has committed one row. */
const ownerWithRow = Effect.fnUntraced(function*(dataDir: string) {
  const owner = yield* ownerProgram(dataDir)
  const url = yield* owner.url
  assert.isNotNull(url, owner.complaints())
  yield* query(url ?? "", "CREATE TABLE kept AS SELECT 7 AS x")
  return { ...owner, postmaster: yield* postmasterOf(dataDir) }
})

describe("ownership of a data folder", () => {
  it.live("while its owner lives, a second start in the same process fails and names this process", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const running = yield* start(dataDir)
      const { reason } = yield* Effect.flip(start(dataDir))
      assert.deepInclude(reason, { _tag: "AlreadyRunning", pid: process.pid })
      // The refused start must not have touched the owner's server.
      assert.deepStrictEqual(yield* query(running.url, "SELECT 1 AS x"), [{ x: 1 }])
    }))

  it.live("while its owner lives, a start in another process fails and names the owner", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const owner = yield* ownerWithRow(dataDir)
      const { reason } = yield* Effect.flip(start(dataDir))
      assert.deepInclude(reason, { _tag: "AlreadyRunning", pid: owner.pid })
      assert.isNotNull(yield* identity(owner.postmaster))
    }))

  it.live("of several processes that start at once on a new folder one serves and the others name it", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const programs = yield* Effect.all([ownerProgram(dataDir), ownerProgram(dataDir), ownerProgram(dataDir)])
      const urls = yield* Effect.all(programs.map((program) => program.url), { concurrency: "unbounded" })
      const winner = programs[urls.findIndex((url) => url !== null)]
      assert.strictEqual(urls.filter((url) => url !== null).length, 1)
      for (const loser of programs.filter((program) => program !== winner)) {
        assert.strictEqual(yield* loser.exitCode, 1)
        assert.include(loser.complaints(), `in use by process ${winner?.pid}`)
      }
    }))

  it.live("told to stop, the owner stops its server and ends with 0, however often it is told", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const owner = yield* ownerWithRow(dataDir)
      owner.kill("SIGTERM")
      owner.kill("SIGINT")
      assert.strictEqual(yield* owner.exitCode, 0)
      assert.isNull(yield* identity(owner.postmaster))
    }))

  it.live("a server whose owner was killed is stopped, and the next start has every committed row", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const owner = yield* ownerWithRow(dataDir)
      owner.kill("SIGKILL")
      yield* owner.exitCode
      const running = yield* start(dataDir)
      assert.isNull(yield* identity(owner.postmaster))
      assert.deepStrictEqual(yield* query(running.url, "SELECT x FROM kept"), [{ x: 7 }])
    }))

  it.live("after a kill of the owner and its server the next start has every committed row", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const owner = yield* ownerWithRow(dataDir)
      owner.kill("SIGKILL")
      process.kill(owner.postmaster, "SIGKILL")
      yield* owner.exitCode
      const running = yield* start(dataDir)
      assert.deepStrictEqual(yield* query(running.url, "SELECT x FROM kept"), [{ x: 7 }])
    }))

  it.live("an empty pid file, left by a server that died while it made it, does not block", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      yield* Effect.scoped(start(dataDir))
      yield* Effect.promise(() => writeFile(join(clusterOf(dataDir), "postmaster.pid"), ""))
      const running = yield* start(dataDir)
      assert.deepStrictEqual(yield* query(running.url, "SELECT 1 AS x"), [{ x: 1 }])
    }))

  it.live("a stale pid that now belongs to another program of the same user does not block, and that program lives on", () =>
    Effect.gen(function*() {
      const dataDir = yield* temporaryFolder
      const owner = yield* ownerWithRow(dataDir)
      process.kill(owner.postmaster, "SIGKILL")
      yield* owner.exitCode
      const user = yield* Effect.promise(() => runAs(clusterOf(dataDir)))
      const bystander = yield* Effect.acquireRelease(
        Effect.sync(() => spawn("sleep", ["60"], { ...user, cwd: "/" })),
        (child) => Effect.sync(() => child.kill("SIGKILL"))
      )
      const file = join(clusterOf(dataDir), "postmaster.pid")
      const lines = (yield* Effect.promise(() => readFile(file, "utf8"))).split("\n")
      yield* Effect.promise(() => writeFile(file, [String(bystander.pid), ...lines.slice(1)].join("\n")))
      const running = yield* start(dataDir)
      assert.deepStrictEqual(yield* query(running.url, "SELECT x FROM kept"), [{ x: 7 }])
      assert.isNotNull(yield* identity(bystander.pid ?? 0))
    }))
})
