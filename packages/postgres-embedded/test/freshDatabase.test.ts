import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Ref from "effect/Ref"
import * as Scope from "effect/Scope"
import pg from "pg"
import { freshDatabase } from "../src/testing.ts"

const query = (url: string, text: string) =>
  Effect.promise(async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const result = await client.query(text).finally(() => client.end())
    return result.rows
  })

describe("freshDatabase", () => {
  it.effect("two fresh databases share nothing", () =>
    Effect.gen(function*() {
      const one = yield* freshDatabase()
      const other = yield* freshDatabase()
      yield* query(one.url, "CREATE TABLE only_here (x int)")
      const seen = yield* query(other.url, "SELECT to_regclass('only_here') AS found")
      assert.deepStrictEqual(seen, [{ found: null }])
    }))

  it.effect("a database is dropped when its scope closes, even with a client connected", () =>
    Effect.gen(function*() {
      const watcher = yield* freshDatabase()
      const scope = yield* Scope.make()
      const doomed = yield* freshDatabase().pipe(Scope.provide(scope))
      const name = new URL(doomed.url).pathname.slice(1)
      const client = new pg.Client({ connectionString: doomed.url })
      client.on("error", () => undefined)
      yield* Effect.promise(() => client.connect())
      const count = query(watcher.url, `SELECT count(*)::int AS n FROM pg_database WHERE datname = '${name}'`)
      assert.deepStrictEqual(yield* count, [{ n: 1 }])
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(yield* count, [{ n: 0 }])
    }))

  it.effect("many that want one template at once have it prepared once, and each has a copy of its own", () =>
    Effect.gen(function*() {
      const prepared = yield* Ref.make(0)
      const unique = new URL((yield* freshDatabase()).url).pathname.slice(1)
      const template = {
        name: unique,
        prepare: (url: string) =>
          query(url, "CREATE TABLE seeded AS SELECT 42 AS answer").pipe(Effect.andThen(Ref.update(prepared, (n) => n + 1)))
      }
      const databases = yield* Effect.all(Array.from({ length: 6 }, () => freshDatabase({ template })), {
        concurrency: "unbounded"
      })
      assert.strictEqual(yield* Ref.get(prepared), 1)
      assert.strictEqual(new Set(databases.map((database) => database.url)).size, 6)
      for (const { url } of databases) assert.deepStrictEqual(yield* query(url, "SELECT answer FROM seeded"), [{ answer: 42 }])
    }))

  it.effect("a template whose preparation failed is prepared again", () =>
    Effect.gen(function*() {
      const name = new URL((yield* freshDatabase()).url).pathname.slice(1)
      const refused = yield* freshDatabase({ template: { name, prepare: () => Effect.fail("migration broke" as const) } }).pipe(Effect.flip)
      assert.strictEqual(refused, "migration broke")
      const database = yield* freshDatabase({
        template: { name, prepare: (url) => query(url, "CREATE TABLE seeded AS SELECT 1 AS answer").pipe(Effect.asVoid) }
      })
      assert.deepStrictEqual(yield* query(database.url, "SELECT answer FROM seeded"), [{ answer: 1 }])
    }))
})
