import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { chmod, chown, cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { EmbeddedPostgres } from "../src/index.ts"
import { findBinaries, postgresOf } from "../src/findBinaries.ts"
import { reachableBinaries } from "../src/reachableBinaries.ts"
import { runAs, runToEnd } from "../src/RunAs.ts"
import { ownerProgram } from "./ownerProgram.ts"
import { query } from "./query.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const isRoot = process.getuid?.() === 0
const ordinary = { uid: 65534, gid: 65534 }
const start = (dataDir: string) => EmbeddedPostgres.start({ dataDir, durable: false })

/** A folder nobody else can pass into, as a home folder is. */
const closedFolder = Effect.gen(function*() {
  const folder = join(yield* temporaryFolder, "closed")
  yield* Effect.promise(() => mkdir(folder, { mode: 0o700 }))
  return folder
})

/** Removes what a relocation left outside the temporary folder. */
const removed = (folder: string) => Effect.addFinalizer(() => Effect.promise(() => rm(folder, { recursive: true, force: true })))

const rootOnly = isRoot ? "" : " (skipped: only root can become another user)"

describe.skipIf(!isRoot)(`as root${rootOnly}`, () => {
  it.live("the server runs as an unprivileged user", () =>
    Effect.gen(function*() {
      const running = yield* start(yield* temporaryFolder)
      const { uid } = yield* Effect.promise(() => stat(`/proc/${running.pid}`))
      assert.notStrictEqual(uid, 0)
    }))

  it.live("a data folder that user cannot reach moves to one it can, says so, and is found there by every later start", () =>
    Effect.gen(function*() {
      const dataDir = yield* closedFolder
      const first = yield* Effect.scoped(Effect.gen(function*() {
        const running = yield* start(dataDir)
        yield* query(running.url, "CREATE TABLE kept AS SELECT 7 AS x")
        return running
      }))
      yield* removed(first.dataDir)
      assert.strictEqual(first.relocatedFrom, join(dataDir, "postgres"))
      assert.notInclude(first.dataDir, dataDir)
      const second = yield* Effect.scoped(start(dataDir).pipe(Effect.tap(({ url }) =>
        Effect.map(query(url, "SELECT x FROM kept"), (rows) => assert.deepStrictEqual(rows, [{ x: 7 }])))))
      assert.strictEqual(second.dataDir, first.dataDir)
      // Opened up later, the wanted folder is not given an empty database beside the full one.
      yield* Effect.promise(() => chmod(dataDir, 0o755))
      const third = yield* start(dataDir)
      assert.deepStrictEqual([third.dataDir, third.relocatedFrom], [first.dataDir, first.relocatedFrom])
    }))

  it.live("a database whose folder was closed afterwards is an error, not an empty database elsewhere", () =>
    Effect.gen(function*() {
      const dataDir = yield* closedFolder
      yield* Effect.promise(() => chmod(dataDir, 0o755))
      yield* Effect.scoped(start(dataDir))
      yield* Effect.promise(() => chmod(dataDir, 0o700))
      const { reason } = yield* Effect.flip(start(dataDir))
      assert.strictEqual(reason._tag, "FolderUnusable")
      assert.include(reason.message, "chmod o+x")
    }))

  it.live("binaries that user cannot reach are copied once to where it can, and the copy is used again", () =>
    Effect.gen(function*() {
      const closed = yield* closedFolder
      const base = join(yield* temporaryFolder, "cache")
      const found = yield* Effect.promise(findBinaries)
      const hidden = { ...found, home: join(closed, "native") }
      yield* Effect.promise(() => cp(found.home, hidden.home, { recursive: true, verbatimSymlinks: true }))
      assert.notStrictEqual((yield* Effect.promise(() => runToEnd(ordinary, postgresOf(hidden), ["--version"]))).code, 0)
      // Two starts at once share one copy.
      const [one, other] = yield* Effect.all([
        Effect.promise(() => reachableBinaries(hidden, ordinary, [base])),
        Effect.promise(() => reachableBinaries(hidden, ordinary, [base]))
      ], { concurrency: 2 })
      assert.strictEqual(one.home, other.home)
      assert.strictEqual((yield* Effect.promise(() => readdir(base))).length, 1)
      assert.include((yield* Effect.promise(() => runToEnd(ordinary, postgresOf(one), ["--version"]))).output, "PostgreSQL")

      // A copy cut short is replaced, since its fingerprint differs.
      yield* Effect.promise(() => writeFile(join(one.home, "share", "postgresql", "postgres.bki"), ""))
      const repaired = yield* Effect.promise(() => reachableBinaries(hidden, ordinary, [base]))
      assert.isAbove((yield* Effect.promise(() => stat(join(repaired.home, "share", "postgresql", "postgres.bki")))).size, 0)

      // Programs are never run from a folder that somebody else owns or may write to.
      yield* Effect.promise(() => chown(base, ordinary.uid, ordinary.gid))
      assert.isTrue(Exit.isFailure(yield* Effect.exit(Effect.promise(() => reachableBinaries(hidden, ordinary, [base])))))
      yield* Effect.promise(() => chown(base, 0, 0).then(() => chmod(base, 0o777)))
      assert.isTrue(Exit.isFailure(yield* Effect.exit(Effect.promise(() => reachableBinaries(hidden, ordinary, [base])))))
    }))

  it.live("an existing cluster's owner stays its user", () =>
    Effect.gen(function*() {
      const cluster = join(yield* temporaryFolder, "cluster")
      yield* Effect.promise(() => mkdir(cluster).then(() => chown(cluster, 4711, 4712)))
      assert.deepStrictEqual(yield* Effect.promise(() => runAs(cluster)), { uid: 4711, gid: 4712 })
    }))
})

/** An ordinary user must be able to read these very sources to be tested; in a clone under a closed home it cannot. */
const canReadSources = isRoot && (await runToEnd(ordinary, process.execPath, ["-e", `require("fs").readdirSync(${JSON.stringify(import.meta.dirname)})`])).code === 0

describe.skipIf(!canReadSources)(
  `as an ordinary user${canReadSources ? "" : isRoot ? " (skipped: nobody cannot read this clone)" : " (skipped: every other test here runs as one)"}`,
  () => {
    it.live("the server runs as that user, in the folder asked for", () =>
      Effect.gen(function*() {
        const dataDir = yield* temporaryFolder
        yield* Effect.promise(() => chown(dataDir, ordinary.uid, ordinary.gid))
        const owner = yield* ownerProgram(dataDir, ordinary)
        const url = yield* owner.url
        assert.isNotNull(url, owner.complaints())
        assert.deepStrictEqual(yield* query(url ?? "", "SELECT 1 AS x"), [{ x: 1 }])
        assert.strictEqual((yield* Effect.promise(() => stat(join(dataDir, "postgres", "cluster")))).uid, ordinary.uid)
        owner.kill("SIGTERM")
        assert.strictEqual(yield* owner.exitCode, 0)
      }))

    it.live("a folder that user may not write to is named, with what to do", () =>
      Effect.gen(function*() {
        const dataDir = yield* temporaryFolder
        const owner = yield* ownerProgram(dataDir, ordinary)
        assert.strictEqual(yield* owner.exitCode, 1)
        assert.include(owner.complaints(), `The data folder ${dataDir} cannot be used`)
        assert.include(owner.complaints(), "choose another data folder")
      }))
  }
)
