import * as PgClient from "@effect/sql-pg/PgClient"
import { UnitOfWork, WorkQueue } from "@vedette/domain"
import { freshDatabase } from "@vedette/postgres-embedded/testing"
import { migrate, PostgresStorage } from "@vedette/storage-postgres"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { makePostgresImages } from "./postgresImage.ts"
import type { OpenStorage, StoragePorts } from "./SimulatedStorage.ts"

/**
 * A clock of our own for a whole database: `now()` is looked for in this schema before PostgreSQL's own. The adapter, and
 * pg-boss under it, run the very statements that they run in production.
 */
const installClock = (sql: PgClient.PgClient) =>
  Effect.gen(function*() {
    yield* sql`CREATE SCHEMA simulated_clock`
    yield* sql`CREATE TABLE simulated_clock.instant (at timestamptz NOT NULL)`
    yield* sql`INSERT INTO simulated_clock.instant VALUES (pg_catalog.now())`
    yield* sql`
      CREATE FUNCTION simulated_clock.now() RETURNS timestamptz LANGUAGE sql STABLE
      AS 'SELECT at FROM simulated_clock.instant'`
    const database = yield* sql<{ name: string }>`SELECT current_database() AS name`
    yield* sql.unsafe(`ALTER DATABASE "${database[0]?.name ?? ""}" SET search_path = simulated_clock, pg_catalog, public`)
  })

/** Counts what is really on its way: a statement, and the begin and the end of a transaction, but not what is in it. */
const counted = (ports: Context.Context<StoragePorts>) => {
  let onTheirWay = 0
  const enter = Effect.sync(() => void (onTheirWay += 1))
  const leave = Effect.sync(() => void (onTheirWay -= 1))
  const whileOnItsWay = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.andThen(enter, Effect.ensuring(effect, leave))
  const guarded = new Map([...ports.mapUnsafe].map(([key, port]) => [
    key,
    Object.fromEntries(
      Object.entries(port as object).map(([member, value]: [string, unknown]) => [
        member,
        typeof value === "function"
          ? (...args: ReadonlyArray<unknown>) => {
            const answer: unknown = value(...args)
            return Effect.isEffect(answer) ? whileOnItsWay(answer) : answer
          }
          : Effect.isEffect(value)
          ? whileOnItsWay(value)
          : value
      ])
    )
  ] as const))
  const { transact } = Context.get(ports, UnitOfWork)
  const context = Context.makeUnsafe<StoragePorts>(guarded)
  return {
    onTheirWay: () => onTheirWay,
    whileOnItsWay,
    ports: context.pipe(
      Context.add(UnitOfWork, {
        ...Context.get(context, UnitOfWork),
        transact: (work) => whileOnItsWay(transact(Effect.andThen(leave, Effect.ensuring(work, enter))))
      }),
      // Hints come when the database likes, and no history would be the same twice.
      Context.add(WorkQueue, { ...Context.get(context, WorkQueue), wake: Stream.never })
    )
  }
}

/** As `Presence` does with what a worker holds whose session is gone. */
const endLeases = (sql: PgClient.PgClient) =>
  Effect.forEach(["tasks", "deliveries", "digests"], (table) =>
    sql`UPDATE ${sql(`vedette.${table}`)} SET lease_until = now(), lease_session = NULL WHERE lease_until > now()`)

const mangleTimers = (sql: PgClient.PgClient, how: "lost" | "twice") =>
  how === "lost"
    ? sql`DELETE FROM vedette_boss.job WHERE name = 'run' AND state = 'created'`
    : sql`
      INSERT INTO vedette_boss.job
      SELECT (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid()))).*
      FROM vedette_boss.job j WHERE name = 'run' AND state = 'created'`

/** The storage on a PostgreSQL of one's own (see `freshDatabase`), whose clock is the simulation's. */
export const postgresStorage: OpenStorage = Effect.gen(function*() {
  const { url } = yield* freshDatabase({
    template: { name: "simulation", prepare: (url) => Effect.asVoid(migrate({ url: Redacted.make(url) })) }
  })
  const client = yield* Layer.build(PgClient.layer({ url: Redacted.make(url), maxConnections: 2 }))
  const sql = Context.get(client, PgClient.PgClient)
  yield* installClock(sql)
  const built = yield* Layer.build(PostgresStorage.layer({ url: Redacted.make(url), supervise: false, claims: false }))
  const { onTheirWay, ports, whileOnItsWay } = counted(built)
  const image = makePostgresImages(sql, built)
  return {
    ports,
    onTheirWay,
    isSerial: false,
    endLeases: whileOnItsWay(Effect.orDie(Effect.asVoid(endLeases(sql)))),
    mangleTimers: (how: "lost" | "twice") => whileOnItsWay(Effect.orDie(Effect.asVoid(mangleTimers(sql, how)))),
    image: () => Effect.runPromise(image),
    setTime: (nowMs: number) =>
      Effect.runPromise(Effect.orDie(Effect.asVoid(sql`UPDATE simulated_clock.instant SET at = ${new Date(nowMs)}`)))
  }
}).pipe(Effect.orDie)
