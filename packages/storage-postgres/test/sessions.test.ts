import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import { postgresClient } from "../src/postgresClient.ts"
import { startBoss } from "../src/queue/startBoss.ts"

import { migrate, migrateWith } from "../src/schema/migrate.ts"

const limitsOf = (sql: PgClient.PgClient) =>
  sql`SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
    current_setting('idle_in_transaction_session_timeout') AS idle`

describe("sessions", () => {
  it.live("a statement, a wait for a lock and an idle transaction are bounded from the first one on", () =>
    Effect.gen(function*() {
      const { url } = yield* freshDatabase()
      const limits = yield* Effect.flatMap(PgClient.PgClient, limitsOf).pipe(
        Effect.provide(postgresClient(Redacted.make(url), 1)),
        Effect.scoped
      )
      assert.deepStrictEqual(limits, [{ statement: "30s", lock: "10s", idle: "1min" }])
    }), 30_000)

  it.live("a migration is not cut by what the database limits its sessions to", () =>
    Effect.gen(function*() {
      const { url } = yield* freshDatabase()
      yield* Effect.flatMap(PgClient.PgClient, (sql) =>
        sql`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = 1000', current_database()); END $$`).pipe(
          Effect.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })),
          Effect.scoped
        )
      const slow = { name: "0001_slow", breaking: false, sql: () => "SELECT pg_sleep(1.5)" }
      assert.deepStrictEqual((yield* migrateWith([slow], { url: Redacted.make(url) })).applied, ["0001_slow"])
    }), 30_000)

  it.live("an upkeep that lost its database says so in one line, without the client and without the password", () =>
    Effect.gen(function*() {
      const { url } = yield* freshDatabase()
      const { password } = new URL(url)
      yield* migrate({ url: Redacted.make(url) })
      const lines: Array<unknown> = []
      const logger = Logger.make(({ message }) => void lines.push(message))
      yield* Effect.gen(function*() {
        yield* startBoss({ url: Redacted.make(url), bossSchema: "vedette_boss", supervise: true })
        const sql = yield* PgClient.PgClient
        const end = sql`
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'vedette-boss'`
        yield* Effect.repeat(Effect.andThen(end, Effect.sleep(20)), { until: () => lines.length > 0, times: 200 })
      }).pipe(
        Effect.provide(Logger.layer([logger])),
        Effect.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })),
        Effect.scoped
      )
      assert.isAbove(lines.length, 0)
      for (const line of lines.map((message) => Array.isArray(message) ? message : [message])) {
        assert.lengthOf(line, 1)
        assert.match(String(line[0]), /^pg-boss upkeep failed, and is tried again: \S.*$/)
        assert.isFalse(password !== "" && String(line[0]).includes(password))
      }
    }), 30_000)
})
