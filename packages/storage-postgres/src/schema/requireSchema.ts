import type { PgClient } from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { AppliedMigration } from "./Migration.ts"
import { migrationList } from "./migrationList.ts"
import { planMigrations } from "./planMigrations.ts"
import { DatabaseRefused, NotMigrated, StorageSchemaError } from "./StorageSchemaError.ts"

const notMigrated = (missing: ReadonlyArray<string>) =>
  new StorageSchemaError({
    reason: new NotMigrated({
      message: `The database lacks ${missing.join(", ")}. Run the migrations of this version first.`,
      missing
    })
  })

/**
 * Refuses a database that this version cannot work on, and changes nothing: tables are made by `migrate` alone, never
 * on first use. Answers the migrations that this version does not know and can live with.
 */
export const examineSchema = Effect.fnUntraced(function*(sql: PgClient, schema: string) {
  const found = yield* sql<{ exists: boolean }>`SELECT to_regclass(${`${schema}.migrations`}) IS NOT NULL AS exists`
  if (found[0]?.exists !== true) return yield* notMigrated(migrationList.map((migration) => migration.name))
  const applied = yield* sql<AppliedMigration>`
    SELECT name, checksum, breaking FROM ${sql(`${schema}.migrations`)} ORDER BY name`
  const { pending, unknown } = yield* Effect.fromResult(planMigrations(migrationList, applied))
  if (pending.length > 0) return yield* notMigrated(pending.map((migration) => migration.name))
  return unknown
}, Effect.catchTag("SqlError", (error) =>
  Effect.fail(new StorageSchemaError({ reason: new DatabaseRefused({ message: error.reason.message ?? error.message }) }))))

/** `examineSchema` for a start: what is newer and compatible is logged once. */
export const requireSchema = Effect.fnUntraced(function*(sql: PgClient, schema: string) {
  const unknown = yield* examineSchema(sql, schema)
  if (unknown.length > 0) {
    yield* Effect.logWarning(`The database is newer than this version, in a compatible way: ${unknown.join(", ")}`)
  }
})
