import type { TaskId } from "@vedette/domain"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { isSqlError, SqlError, UnknownError } from "effect/sql/SqlError"
import type { Db, PgBoss } from "pg-boss"
import { answerInTime } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { CARRIER_QUEUE } from "./carrierQueue.ts"
import { priorityOf, priorityOfTurn } from "./priorityOf.ts"

/** What a statement changed of a task's intent, and what that means for its carrier. */
export interface Moved {
  readonly taskId: TaskId
  readonly generation: number
  /** Epoch milliseconds; null: nothing is to happen, and nothing has to be carried. */
  readonly dueMs: number | null
  /** The carrier that is wanted from now on. */
  readonly carrier: string | null
  /** The one it replaces. */
  readonly replaced: string | null
  /** Its place in a fair deal, 1 first; undefined: it waits its time (`dealTurns`). */
  readonly turn?: number
}

/** A carrier that has arrived. */
export interface Arrival {
  readonly carrier: string
  readonly taskId: TaskId
  readonly generation: number
}

interface Payload {
  readonly taskId: TaskId
  readonly generation: number
}

/**
 * The timers: pg-boss jobs `{ taskId, generation }`, one at most that counts for a task, its id in the task's row.
 *
 * Every call joins the ambient transaction, so a carrier exists exactly when the intent that wants it was committed.
 */
export class Carriers extends Context.Service<Carriers, {
  readonly replace: (moved: ReadonlyArray<Moved>) => Effect.Effect<void, SqlError>
  readonly drop: (carriers: ReadonlyArray<string>) => Effect.Effect<void, SqlError>
  /** Takes up to `limit` carriers that are due by `nowMs` of the database's clock, those due longest first. */
  readonly fetch: (limit: number, nowMs: number) => Effect.Effect<ReadonlyArray<Arrival>, SqlError>
  /** Puts an arrival back under its own id, for `atMs`. */
  readonly giveBack: (
    arrivals: ReadonlyArray<Arrival & { readonly dueMs: number; readonly atMs: number }>
  ) => Effect.Effect<void, SqlError>
  /** A sign of life of the run that each carrier woke. */
  readonly touch: (carriers: ReadonlyArray<string>) => Effect.Effect<void, SqlError>
}>()("@vedette/storage-postgres/queue/Carriers") {}

const asSqlError = (cause: unknown): SqlError =>
  isSqlError(cause)
    ? cause
    : new SqlError({
      reason: new UnknownError({ cause, message: cause instanceof Error ? cause.message : String(cause), operation: "pg-boss" })
    })

/** The carriers of a started pg-boss. */
export const carriersLayer = (boss: PgBoss): Layer.Layer<Carriers, never, Database> =>
  Layer.effect(
    Carriers,
    Effect.gen(function*() {
      const { sql } = yield* Database

      /**
       * Runs a call of pg-boss on the fiber's own connection, which inside a transaction is the transaction's.
       *
       * Not interruptible: a call may make a second query after an interruption was seen here, and by then the
       * connection could serve somebody else. Each call is one or two short statements, which give up by themselves when
       * the database does not answer.
       */
      const joined = <A>(call: (db: Db) => Promise<A>): Effect.Effect<A, SqlError> =>
        Effect.flatMap(Effect.context(), (context) => {
          const run = Effect.runPromiseWith(context)
          const db: Db = {
            executeSql: (statement, values = []) =>
              run(answerInTime(Effect.map(sql.unsafe(statement, values), (rows) => ({ rows: [...rows] }))))
          }
          return Effect.tryPromise({ try: () => call(db), catch: asSqlError })
        }).pipe(Effect.uninterruptible)

      const drop = (carriers: ReadonlyArray<string>) =>
        carriers.length === 0
          ? Effect.void
          : Effect.asVoid(joined((db) => boss.deleteJob(CARRIER_QUEUE, [...carriers], { db })))

      const put = (jobs: ReadonlyArray<{ id: string; data: Payload; dueMs: number; atMs: number; turn?: number | undefined }>) =>
        jobs.length === 0
          ? Effect.void
          : Effect.asVoid(joined((db) =>
            boss.insert(
              CARRIER_QUEUE,
              jobs.map(({ atMs, data, dueMs, id, turn }) => ({
                id,
                data,
                priority: turn === undefined ? priorityOf(dueMs) : priorityOfTurn(turn),
                startAfter: new Date(atMs).toISOString()
              })),
              { db }
            )
          ))

      return Carriers.of({
        drop,
        replace: Effect.fnUntraced(function*(moved) {
          yield* drop(moved.flatMap(({ replaced }) => replaced ?? []))
          yield* put(moved.flatMap(({ carrier, dueMs, generation, taskId, turn }) =>
            carrier === null || dueMs === null
              ? []
              : [{ id: carrier, data: { taskId, generation }, dueMs, atMs: dueMs, turn }]
          ))
        }),
        fetch: (limit, nowMs) =>
          Effect.map(
            joined((db) =>
              boss.fetch<Payload>(CARRIER_QUEUE, { db, batchSize: limit, minPriority: priorityOf(nowMs) - 1 })
            ),
            (jobs) =>
              jobs.map(({ data, id }) => ({ carrier: id, taskId: data.taskId, generation: data.generation }))
          ),
        giveBack: Effect.fnUntraced(function*(arrivals) {
          yield* drop(arrivals.map(({ carrier }) => carrier))
          yield* put(arrivals.map(({ atMs, carrier, dueMs, generation, taskId }) => ({
            id: carrier,
            data: { taskId, generation },
            dueMs,
            atMs
          })))
        }),
        touch: (carriers) =>
          carriers.length === 0
            ? Effect.void
            : Effect.asVoid(joined((db) => boss.touch(CARRIER_QUEUE, [...carriers], { db })))
      })
    })
  )
