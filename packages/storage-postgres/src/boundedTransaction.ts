import type { PgClient } from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { makeWithTransaction } from "effect/sql/SqlClient"
import type { Connection } from "effect/sql/SqlConnection"
import { SqlError, UnknownError } from "effect/sql/SqlError"
import { answerInTime } from "./answerInTime.ts"

/** PostgreSQL answers `COMMIT` with `ROLLBACK` where the transaction had been aborted. */
const requireCommitted = (result: unknown): Effect.Effect<void, SqlError> => {
  if (!Predicate.hasProperty(result, "command") || result.command !== "ROLLBACK") return Effect.void
  const message = "COMMIT rolled back an aborted transaction"
  return Effect.fail(
    new SqlError({ reason: new UnknownError({ cause: new Error(message), message, operation: "commit" }) })
  )
}

/**
 * The client's `withTransaction`, its own statements bound in time as well.
 *
 * The driver runs BEGIN and COMMIT where nothing interrupts them, and so waits for a peer that takes bytes and never
 * answers as long as TCP does: a quarter of an hour in which a worker neither claims nor stops. Here each is raced with
 * the clock in a fiber of its own: what is given up is the wait, and with it the connection. A COMMIT that was given up
 * may have been made; it fails as a lost connection does, and whoever tries again finds the fence risen.
 *
 * A ROLLBACK that fails changes nothing: the connection is gone, and the server rolls back by itself. The driver's own
 * dies of it, and hides the error that the transaction failed with.
 */
export const boundedTransaction = (sql: PgClient): PgClient["withTransaction"] => {
  const control = (connection: Connection, statement: string) =>
    answerInTime(Effect.interruptible(connection.execute(statement, [], undefined)))
  const savepoint = (id: number) => `effect_sql_${id}`
  return makeWithTransaction({
    transactionService: sql.transactionService,
    spanAttributes: [["db.system.name", "postgresql"]],
    acquireConnection: (restore) => restore(answerInTime(sql.reserve)),
    begin: (connection, statement) => Effect.asVoid(control(connection, statement ?? "BEGIN")),
    commit: (connection) =>
      Effect.flatMap(answerInTime(Effect.interruptible(connection.executeRaw("COMMIT", []))), requireCommitted),
    rollback: (connection) => Effect.ignore(control(connection, "ROLLBACK")),
    savepoint: (connection, id) => Effect.asVoid(control(connection, `SAVEPOINT ${savepoint(id)}`)),
    releaseSavepoint: (connection, id) => Effect.ignore(control(connection, `RELEASE SAVEPOINT ${savepoint(id)}`)),
    rollbackSavepoint: (connection, id) => Effect.ignore(control(connection, `ROLLBACK TO SAVEPOINT ${savepoint(id)}`))
  })
}
