import { UnitOfWork } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
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

export const PostgresUnitOfWork: Layer.Layer<UnitOfWork, never, Database> = Layer.effect(
  UnitOfWork,
  Effect.map(Database, ({ sql }) => UnitOfWork.of({ transact: (work) => mapSqlErrors(sql.withTransaction(work)) }))
)
