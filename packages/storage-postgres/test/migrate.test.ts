import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import { Installation } from "@vedette/domain"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { migrate, PostgresStorage, type StorageSchemaError } from "../src/index.ts"
import { migrateWith } from "../src/schema/migrate.ts"
import type { Migration } from "../src/schema/Migration.ts"
import { migrationList } from "../src/schema/migrationList.ts"

const empty = Effect.map(freshDatabase(), ({ url }) => Redacted.make(url))

const query = <A extends object>(url: Redacted.Redacted, statement: string) =>
  Effect.flatMap(PgClient.PgClient, (sql) => sql.unsafe<A>(statement)).pipe(
    Effect.provide(PgClient.layer({ url, maxConnections: 1 })),
    Effect.scoped
  )

const start = (url: Redacted.Redacted) =>
  Effect.scoped(Layer.build(PostgresStorage.layer({ url, supervise: false }))).pipe(Effect.asVoid)

const refusal = (effect: Effect.Effect<unknown, StorageSchemaError>) =>
  Effect.map(Effect.flip(effect), (error) => error.reason)

const table = (name: string, more: Partial<Migration> = {}): Migration => ({
  name,
  breaking: false,
  sql: (schema) => `CREATE TABLE ${schema}.t_${name} (id integer)`,
  ...more
})

describe("migrate", () => {
  it.live("20 concurrent starts apply every migration once", () =>
    Effect.gen(function*() {
      const url = yield* empty
      const reports = yield* Effect.all(Array.from({ length: 20 }, () => migrate({ url })), { concurrency: "unbounded" })
      assert.deepStrictEqual(reports.flatMap(({ applied }) => applied), migrationList.map(({ name }) => name))
      yield* start(url)
      const queues = yield* query(url, "SELECT name FROM vedette_boss.queue WHERE name = 'run'")
      assert.deepStrictEqual(queues, [{ name: "run" }])
    }), 60_000)

  it.live("a migration that comes late, between two that were applied, is applied", () =>
    Effect.gen(function*() {
      const url = yield* empty
      yield* migrateWith([table("0001_a"), table("0003_c")], { url })
      const report = yield* migrateWith([table("0001_a"), table("0002_b"), table("0003_c")], { url })
      assert.deepStrictEqual(report.applied, ["0002_b"])
      const found = yield* query(url, "SELECT FROM vedette.t_0002_b")
      assert.deepStrictEqual(found, [])
    }), 60_000)

  it.live("a migration that fails leaves nothing of itself, and those before it stand", () =>
    Effect.gen(function*() {
      const url = yield* empty
      const broken = table("0002_b", { sql: (schema) => `CREATE TABLE ${schema}.half (id integer); SELECT 1 / 0` })
      const reason = yield* refusal(migrateWith([table("0001_a"), broken], { url }))
      assert.strictEqual(reason._tag, "DatabaseRefused")
      assert.match(reason.message, /0002_b/)
      const left = yield* query(
        url,
        "SELECT to_regclass('vedette.half') IS NULL AS gone, array(SELECT name FROM vedette.migrations) AS applied"
      )
      assert.deepStrictEqual(left, [{ gone: true, applied: ["0001_a"] }])
    }), 60_000)

  it.live("a migration altered since it was applied is refused", () =>
    Effect.gen(function*() {
      const url = yield* empty
      yield* migrateWith([table("0001_a")], { url })
      const altered = table("0001_a", { sql: (schema) => `CREATE TABLE ${schema}.other (id integer)` })
      const reason = yield* refusal(migrateWith([altered], { url }))
      assert.deepInclude(reason, { _tag: "MigrationAltered", names: ["0001_a"] })
    }), 60_000)

  it.live("a name that is no schema's is refused before anything is sent", () =>
    Effect.gen(function*() {
      const reason = yield* refusal(migrate({ url: Redacted.make("postgres://nowhere"), schema: "x; DROP TABLE tasks" }))
      assert.strictEqual(reason._tag, "InvalidSchemaName")
    }))
})

describe("PostgresStorage.layer", () => {
  it.live("refuses an empty database, and leaves it empty", () =>
    Effect.gen(function*() {
      const url = yield* empty
      const reason = yield* refusal(start(url))
      assert.deepInclude(reason, { _tag: "NotMigrated", missing: migrationList.map(({ name }) => name) })
      const schemas = yield* query(url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'vedette%'")
      assert.deepStrictEqual(schemas, [])
    }), 60_000)

  it.live("refuses a partly migrated database", () =>
    Effect.gen(function*() {
      const url = yield* empty
      yield* migrate({ url })
      yield* query(url, `DELETE FROM vedette.migrations WHERE name = '${migrationList[0]?.name}'`)
      assert.strictEqual((yield* refusal(start(url)))._tag, "NotMigrated")
    }), 60_000)

  it.live("refuses a database that a newer version has changed in a breaking way", () =>
    Effect.gen(function*() {
      const url = yield* empty
      yield* migrate({ url })
      yield* migrateWith([...migrationList, table("9999_new", { breaking: true })], { url })
      assert.deepInclude(yield* refusal(start(url)), { _tag: "SchemaTooNew", unknown: ["9999_new"] })
      assert.deepInclude(yield* refusal(migrate({ url })), { _tag: "SchemaTooNew", unknown: ["9999_new"] })
    }), 60_000)

  it.live("notices while it runs that a newer version has changed the database in a breaking way", () =>
    Effect.gen(function*() {
      const url = yield* empty
      yield* migrate({ url })
      const storage = yield* Layer.build(PostgresStorage.layer({ url, supervise: false }))
      const { requireSchema } = Context.get(storage, Installation)
      yield* migrateWith([...migrationList, table("9998_new")], { url })
      yield* requireSchema
      yield* migrateWith([...migrationList, table("9998_new"), table("9999_new", { breaking: true })], { url })
      const refused = yield* Effect.flip(requireSchema)
      assert.match(refused.message, /9999_new/)
      assert.isFalse(refused.isRetryable)
    }).pipe(Effect.scoped), 60_000)

  it.live("runs on a database that a newer version has changed in a compatible way", () =>
    Effect.gen(function*() {
      const url = yield* empty
      yield* migrateWith([...migrationList, table("9999_new")], { url })
      yield* start(url)
      assert.deepStrictEqual((yield* migrate({ url })).applied, [])
    }), 60_000)

  it.live("keeps to the schema it was given", () =>
    Effect.gen(function*() {
      const url = yield* empty
      yield* migrate({ url, schema: "watch" })
      yield* Effect.scoped(Layer.build(PostgresStorage.layer({ url, schema: "watch", supervise: false })))
      assert.strictEqual((yield* refusal(start(url)))._tag, "NotMigrated")
    }), 60_000)
})
