import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { DatabaseRefused, StorageSchemaError } from "./schema/StorageSchemaError.ts"
import { CONNECT_WITHIN_MS, KEEP_ALIVE_AFTER_MS, sessionParameters } from "./sessionLimits.ts"

/** The pool that all our statements go through, its sessions bound in time. */
export const postgresClient = (
  url: Redacted.Redacted,
  maxConnections: number
): Layer.Layer<PgClient.PgClient, StorageSchemaError> =>
  PgClient.layer({
    url,
    maxConnections,
    applicationName: "vedette",
    startupParameters: sessionParameters,
    connectTimeout: CONNECT_WITHIN_MS,
    keepAlive: KEEP_ALIVE_AFTER_MS
  }).pipe(
    Layer.catchTag("SqlError", (error) =>
      Layer.effect(
        PgClient.PgClient,
        Effect.fail(
          new StorageSchemaError({ reason: new DatabaseRefused({ message: error.reason.message ?? error.message }) })
        )
      ))
  )
