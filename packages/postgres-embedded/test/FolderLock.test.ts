import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { takeFolderLock } from "../src/FolderLock.ts"
import { processIdentity } from "../src/processIdentity.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const take = (folder: string) => Effect.promise(() => takeFolderLock(folder)).pipe(Effect.exit)
const leave = (folder: string, entry: string) =>
  Effect.promise(async () => {
    await mkdir(join(folder, "owner"), { recursive: true })
    await writeFile(join(folder, "owner", entry), "")
  })

describe("FolderLock", () => {
  it.live("a released lock leaves nothing behind and can be taken again", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      for (let round = 0; round < 2; round++) {
        const lock = yield* Effect.promise(() => takeFolderLock(folder))
        yield* Effect.promise(lock.release)
        assert.deepStrictEqual(yield* Effect.promise(() => readdir(folder)), [])
      }
    }))

  it.live("of many takers at once one wins, over a free lock, a dead owner's and an emptied one", () =>
    Effect.gen(function*() {
      for (const prepare of [() => Effect.void, (folder: string) => leave(folder, "999999999-1-dead"), (folder: string) =>
        Effect.promise(() => mkdir(join(folder, "owner")))]) {
        const folder = yield* temporaryFolder
        yield* prepare(folder)
        const exits = yield* Effect.all(Array.from({ length: 20 }, () => take(folder)), { concurrency: "unbounded" })
        assert.strictEqual(exits.filter(Exit.isSuccess).length, 1)
        assert.strictEqual((yield* Effect.promise(() => readdir(join(folder, "owner")))).length, 1)
      }
    }))

  it.live("an owner whose pid was given to another process is dead", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const mine = yield* Effect.promise(() => processIdentity(process.pid))
      yield* leave(folder, `${process.pid}-1-another`)
      assert.notStrictEqual(mine, `${process.pid}-1-another`)
      assert.isTrue(Exit.isSuccess(yield* take(folder)))
    }))
})
