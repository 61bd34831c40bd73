import { assert, describe, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Effect from "effect/Effect"
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
