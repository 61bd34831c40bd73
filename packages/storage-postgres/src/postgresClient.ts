import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { boundedTransaction } from "./boundedTransaction.ts"
import { DatabaseRefused, StorageSchemaError } from "./schema/StorageSchemaError.ts"
import { CONNECT_WITHIN_MS, KEEP_ALIVE_AFTER_MS, sessionParameters } from "./sessionLimits.ts"

/** The pool that all our statements go through, its sessions and transactions bound in time. */
export const postgresClient = (
  url: Redacted.Redacted,
  maxConnections: number
): Layer.Layer<PgClient.PgClient, StorageSchemaError> =>
  PgClient.layerFrom(
    PgClient.make({
      url,
      maxConnections,
      applicationName: "vedette",
      startupParameters: sessionParameters,
      connectTimeout: CONNECT_WITHIN_MS,
      keepAlive: KEEP_ALIVE_AFTER_MS
    }).pipe(Effect.map((sql) => Object.assign(sql, { withTransaction: boundedTransaction(sql) })))
  ).pipe(
    Layer.catchTag("SqlError", (error) =>
      Layer.effect(
        PgClient.PgClient,
        Effect.fail(
          new StorageSchemaError({ reason: new DatabaseRefused({ message: error.reason.message ?? error.message }) })
        )
      ))
  )
