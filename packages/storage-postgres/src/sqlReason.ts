import {
  ConnectionLost,
  Conflict,
  Contention,
  StorageError,
  StorageFailed,
  type StorageReason
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { isSqlError, type SqlError } from "effect/sql/SqlError"

type ConflictRule = Conflict["rule"]

/** Constraint names of the migrations; every primary key stands for `duplicate_id`. */
const rules: Readonly<Record<string, ConflictRule>> = {
  executions_one_open: "one_open_execution",
  tasks_external_id: "external_id",
  api_keys_digest: "api_key_digest",
  users_identity: "user_identity"
}

const ruleOf = (constraint: string): ConflictRule =>
  rules[constraint] ?? (constraint.endsWith("_pkey") ? "duplicate_id" : "other")

/**
 * SQLSTATEs that the driver leaves unclassified and that mean "not this server, not now": the server is going down or
 * coming up (57P0x), has ended a session that was idle in a transaction (25P03), or has no connection to spare (53300).
 */
const serverGone = /^(?:57P0[1-5]|25P0[34]|53300)$/

const field = (cause: unknown, name: "code" | "constraint"): string =>
  Predicate.hasProperty(cause, name) && typeof cause[name] === "string"
    ? cause[name]
    : Predicate.hasProperty(cause, "cause")
    ? field(cause.cause, name)
    : ""

/** What the driver says, with the code and the constraint that PostgreSQL named. Not its own words: they may quote a value. */
const messageOf = ({ reason }: SqlError): string => {
  const said = reason.message === undefined || reason.message === "" ? reason._tag : reason.message
  const named = [field(reason.cause, "code"), field(reason.cause, "constraint")].filter((name) => name !== "").join(", ")
  return named === "" ? said : `${said} (${named})`
}

/** What a failed statement means to the domain. The only place that knows both vocabularies. */
export const sqlReason = (error: SqlError): StorageReason => {
  const { reason } = error
  const message = messageOf(error)
  switch (reason._tag) {
    case "UniqueViolation":
      return new Conflict({ message, rule: ruleOf(reason.constraint) })
    case "ConnectionError":
    // A statement that was cancelled for time has written nothing, and the database is as good as away. Not contention:
    // that is run again at once, which an overloaded server would not thank us for.
    case "StatementTimeoutError":
      return new ConnectionLost({ message })
    case "DeadlockError":
    case "SerializationError":
    case "LockTimeoutError":
      return new Contention({ message })
    case "UnknownError":
      return serverGone.test(field(reason.cause, "code")) ? new ConnectionLost({ message }) : new StorageFailed({ message })
    default:
      return new StorageFailed({ message })
  }
}

const storageError = (error: SqlError): StorageError => new StorageError({ reason: sqlReason(error) })

/** Failures of the client become the port's; all others pass. */
export const mapSqlErrors = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, Exclude<E, SqlError> | StorageError, R> =>
  Effect.mapError(effect, (error) => isSqlError(error) ? storageError(error) : error as Exclude<E, SqlError>)
