import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import pg from "pg"
import { PgBoss } from "pg-boss"
import { installCarrierQueue } from "../queue/carrierQueue.ts"
import { type AppliedMigration, checksumOf, type Migration } from "./Migration.ts"
import { migrationList } from "./migrationList.ts"
import { planMigrations } from "./planMigrations.ts"
import { type SchemaNames, schemaNamesOf } from "./schemaNames.ts"
import { DatabaseRefused, NotMigrated, ServerTooOld, StorageSchemaError } from "./StorageSchemaError.ts"

export interface MigrateOptions {
  /** `postgres://…`, of a role that may create schemas. */
  readonly url: Redacted.Redacted
  /** Where the tables are. Default `vedette`; pg-boss's own go to `<schema>_boss`. */
  readonly schema?: string
}

export interface MigrationReport {
  /** What this call applied, in order. Empty when another start had done it. */
  readonly applied: ReadonlyArray<string>
}

/** The oldest release that is tested; pg-boss 12 asks for 13. */
const OLDEST_SERVER = 150_000

const refused = (error: unknown) =>
  new StorageSchemaError({
    reason: new DatabaseRefused({ message: error instanceof Error ? error.message : String(error) })
  })

const attempt = <A>(run: () => Promise<A>): Effect.Effect<A, StorageSchemaError> =>
  Effect.tryPromise({ try: run, catch: refused })

/**
 * A connection of `pg`, which pg-boss brings along: a migration is many statements in one text, and that takes the
 * simple protocol, which the native driver of the run-time statements does not speak.
 */
const connect = (url: Redacted.Redacted): Effect.Effect<pg.Client, StorageSchemaError, Scope.Scope> =>
  Effect.acquireRelease(
    attempt(async () => {
      const client = new pg.Client({ connectionString: Redacted.value(url), application_name: "vedette-migrate" })
      // A dropped connection shows in the next query; unheard it would end the process.
      client.on("error", () => undefined)
      await client.connect()
      // A migration takes as long as the tables are large: what the role or the database is limited to must not cut it.
      await client.query(
        "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET idle_session_timeout = 0"
      )
      return client
    }),
    (client) => Effect.promise(() => client.end().catch(() => undefined))
  )

const requireServer = Effect.fnUntraced(function*(client: pg.Client) {
  const { rows } = yield* attempt(() => client.query<{ version: number; name: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name"
  ))
  const server = rows[0]
  if (server !== undefined && server.version >= OLDEST_SERVER) return
  return yield* new StorageSchemaError({
    reason: new ServerTooOld({ message: `PostgreSQL 15 or later is required; the server is ${server?.name ?? "unknown"}.` })
  })
})

const readApplied = (client: pg.Client, schema: string) =>
  attempt(() => client.query<AppliedMigration>(`SELECT name, checksum, breaking FROM ${schema}.migrations ORDER BY name`))
    .pipe(Effect.map((result) => result.rows))

/** One migration and its record, or neither. */
const apply = (client: pg.Client, schema: string, migration: Migration) =>
  attempt(async () => {
    await client.query("BEGIN")
    try {
      await client.query(migration.sql(schema))
      await client.query(`INSERT INTO ${schema}.migrations (name, checksum, breaking) VALUES ($1, $2, $3)`, [
        migration.name,
        checksumOf(migration),
        migration.breaking
      ])
      await client.query("COMMIT")
    } catch (error) {
      await client.query("ROLLBACK")
      throw new Error(`Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error
      })
    }
  })

const installBoss = (url: Redacted.Redacted, bossSchema: string) =>
  attempt(async () => {
    const boss = new PgBoss({
      connectionString: Redacted.value(url),
      schema: bossSchema,
      max: 1,
      supervise: false,
      schedule: false
    })
    // Its errors also reject the call that met them; unheard they would end the process.
    boss.on("error", () => undefined)
    try {
      await boss.start()
      await installCarrierQueue(boss)
    } finally {
      await boss.stop({ graceful: false })
    }
  })

const migrateLocked = Effect.fnUntraced(function*(
  client: pg.Client,
  { schema, bossSchema }: SchemaNames,
  url: Redacted.Redacted,
  files: ReadonlyArray<Migration>
) {
  yield* attempt(() => client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`))
  yield* attempt(() => client.query(
    `CREATE TABLE IF NOT EXISTS ${schema}.migrations (
      name text PRIMARY KEY,
      checksum text NOT NULL,
      breaking boolean NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`
  ))
  const { pending } = yield* Effect.fromResult(planMigrations(files, yield* readApplied(client, schema)))
  yield* Effect.forEach(pending, (migration) => apply(client, schema, migration), { discard: true })
  yield* installBoss(url, bossSchema)
  const left = yield* Effect.fromResult(planMigrations(files, yield* readApplied(client, schema)))
  if (left.unknown.length > 0) {
    yield* Effect.logWarning(`The database is newer than this version, in a compatible way: ${left.unknown.join(", ")}`)
  }
  if (left.pending.length > 0) {
    const missing = left.pending.map((migration) => migration.name)
    return yield* new StorageSchemaError({
      reason: new NotMigrated({ message: `Not all migrations were kept: ${missing.join(", ")} is missing.`, missing })
    })
  }
  return { applied: pending.map((migration) => migration.name) }
})

/** As `migrate`, for a given list of migrations. */
export const migrateWith = (
  files: ReadonlyArray<Migration>,
  options: MigrateOptions
): Effect.Effect<MigrationReport, StorageSchemaError> =>
  Effect.scoped(Effect.gen(function*() {
    const names = yield* schemaNamesOf(options.schema)
    const client = yield* connect(options.url)
    yield* requireServer(client)
    // Of the session and not of a transaction: pg-boss installs itself over a connection of its own in between.
    // A migrator that dies takes its session along, and the lock with it.
    yield* Effect.acquireRelease(
      attempt(() => client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [`${names.schema}.migrations`])),
      () => Effect.promise(() =>
        client.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [`${names.schema}.migrations`])
          .catch(() => undefined)
      )
    )
    return yield* migrateLocked(client, names, options.url, files)
  }))

/**
 * Brings the database to this version: our tables, then pg-boss's schema and queue. Safe to call from any number of
 * processes at once, and again.
 *
 * Fails with `StorageSchemaError` when the database is not one that this version can work on; then nothing more than
 * the migrations before the failing one was applied.
 */
export const migrate = (options: MigrateOptions): Effect.Effect<MigrationReport, StorageSchemaError> =>
  migrateWith(migrationList, options)
