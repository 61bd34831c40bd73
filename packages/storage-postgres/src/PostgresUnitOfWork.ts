import { StorageError, UnitOfWork } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { asOperation } from "./answerInTime.ts"
import { Database } from "./Database.ts"
import { mapSqlErrors } from "./sqlReason.ts"

/**
 * Runs `work` in the ambient transaction, or in one of its own.
 *
 * For the many statements of one operation. No savepoint is set inside a transaction: the operation is not one that
 * its caller recovers from, and a savepoint costs two round trips.
 */
export const atomically = (sql: Database["Service"]["sql"]) => <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.flatMap(
    Effect.serviceOption(sql.transactionService),
    (ambient) => Option.isSome(ambient) ? work : sql.withTransaction(work)
  )

/**
 * Runs one statement that may be refused by a rule, so that the refusal leaves an ambient transaction usable.
 *
 * PostgreSQL gives up a transaction at its first error; the port promises a `Conflict` that a use case may answer
 * with other writes. A savepoint keeps that promise. Outside a transaction the statement is one by itself.
 */
export const refusable = (sql: Database["Service"]["sql"]) => <A, E, R>(statement: Effect.Effect<A, E, R>) =>
  Effect.flatMap(
    Effect.serviceOption(sql.transactionService),
    (ambient) => Option.isSome(ambient) ? sql.withTransaction(statement) : statement
  )

/**
 * How often a transaction that met contention is run in all. Without a pause in between: PostgreSQL has made the loser
 * of a deadlock wait for a second (`deadlock_timeout`) already, and the next run waits for the winner's locks.
 */
const RUNS = 3

const isContention = (error: unknown): boolean => error instanceof StorageError && error.reason._tag === "Contention"

export const PostgresUnitOfWork: Layer.Layer<UnitOfWork, never, Database> = Layer.effect(
  UnitOfWork,
  Effect.map(Database, ({ sql }) =>
    UnitOfWork.of({
      // Cut to the millisecond as every due time is: rounded up it would lie in the future.
      now: sql<{ readonly ms: number }>`SELECT floor(extract(epoch FROM now()) * 1000)::float8 AS ms`.pipe(
        Effect.map((rows) => DateTime.makeUnsafe(rows[0]?.ms ?? Number.NaN)),
        asOperation,
        Effect.withSpan("UnitOfWork.now")
      ),
      transact: (work) =>
        Effect.flatMap(Effect.serviceOption(sql.transactionService), (ambient) => {
          const once = mapSqlErrors(sql.withTransaction(work))
          // A deadlock ends the whole transaction on the server: to run a part of it again would be refused.
          return Option.isSome(ambient) ? once : Effect.retry(once, { times: RUNS - 1, while: isContention })
        })
    }))
)
