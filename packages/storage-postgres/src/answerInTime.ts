import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ConnectionError, SqlError } from "effect/sql/SqlError"
import { mapSqlErrors } from "./sqlReason.ts"

/**
 * The server answers within `statement_timeout` (30 s), if only to refuse. Half as long again, and nobody is there: TCP
 * itself gives up on unacknowledged data after a quarter of an hour, and keep-alive does not watch over it. The wait for a
 * free connection of the pool counts in, so that a caller is told of an exhausted one too.
 */
const ANSWER_WITHIN = Duration.seconds(45)

/** Fails when the database does not answer. The connection is given up with the wait. */
export const answerInTime = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
  Effect.timeoutOrElse(effect, {
    duration: ANSWER_WITHIN,
    orElse: () => {
      const message = `The database has not answered for ${Duration.toSeconds(ANSWER_WITHIN)} s`
      return Effect.fail(
        new SqlError({ reason: new ConnectionError({ cause: new Error(message), message, operation: "answer" }) })
      )
    }
  })

/** What every operation of a port ends with: it answers in time, and fails in the port's words. */
export const asOperation = <A, E, R>(effect: Effect.Effect<A, E, R>) => mapSqlErrors(answerInTime(effect))
