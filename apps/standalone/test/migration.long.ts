import { assert, describe, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Effect from "effect/Effect"
import { listen } from "../src/demo/listen.ts"
import { eventually } from "./support/client.ts"
import { openInstallation } from "./support/installation.ts"
import { openTaskStore } from "./support/openTaskStore.ts"
import { startProgram } from "./support/program.ts"

describe("twenty processes that start on an empty database at once", () => {
  it.live("all come up, and every migration is applied once, by one of them", () =>
    Effect.gen(function*() {
      const { url } = yield* freshDatabase()
      const starts = yield* Effect.forEach(
        Array.from({ length: 20 }),
        () => startProgram("apps/standalone/test/support/migrateOnce.ts", { DATABASE_URL: url })
      )
      const codes = yield* Effect.forEach(starts, ({ ended }) => ended)
      assert.deepStrictEqual(codes, starts.map(() => 0), starts.map(({ output }) => output()).join("\n"))
      const applied = starts.flatMap(({ output }): ReadonlyArray<string> => JSON.parse(output()))
      assert.isNotEmpty(applied)
      assert.deepStrictEqual(applied, [...new Set(applied)])
    }).pipe(Effect.scoped), 120_000)
})

describe("a worker on a database that a newer version changes in a way it cannot work with", () => {
  it.live("says so and takes up nothing more, until it can again", () =>
    Effect.gen(function*() {
      const page = yield* listen((_, response) => response.writeHead(200, { "content-type": "text/plain" }).end("sold out"))
      const { ask, url, workers } = yield* openInstallation({ workers: 1, settings: {} })
      const store = yield* openTaskStore(url)
      const [task] = yield* store.create([page])
      yield* ask("INSERT INTO vedette.migrations (name, checksum, breaking) VALUES ('9999_new', 'unknown here', true)")
      yield* workers()[0]!.says(/Nothing more is taken up here.*9999_new/)
      yield* store.dueTogether([task!], "0 seconds")
      const runs = ask<{ status: string }>("SELECT status FROM vedette.executions")
      // A second look of a worker that still claims comes within five.
      yield* Effect.sleep("7 seconds")
      assert.deepStrictEqual(yield* runs, [])
      yield* ask("DELETE FROM vedette.migrations WHERE name = '9999_new'")
      yield* eventually(runs, ([run]) => run?.status === "success", "its run")
    }).pipe(Effect.scoped), 120_000)
})
