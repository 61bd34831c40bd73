import { ConnectionLost, Installation, StorageError, StorageFailed } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { examineSchema } from "../schema/requireSchema.ts"

export const PostgresInstallation: Layer.Layer<Installation, never, Database> = Layer.effect(
  Installation,
  Effect.map(Database, ({ schema, sql, table }) =>
    Installation.of({
      requireSchema: examineSchema(sql, schema).pipe(
        Effect.mapError(({ message, reason }) =>
          // A server that does not answer has said nothing about its schema.
          new StorageError({ reason: reason._tag === "DatabaseRefused" ? new ConnectionLost({ message }) : new StorageFailed({ message }) })),
        asOperation,
        Effect.asVoid,
        Effect.withSpan("Installation.requireSchema")
      ),
      // Written over with itself where it is stored: DO NOTHING would answer no row, and a SELECT in the same statement
      // would not see the row of somebody who was first by a moment.
      probe: Effect.fn("Installation.probe")(function*(sealed) {
        const [row] = yield* sql<{ readonly probe: string }>`
          INSERT INTO ${table("installation")} AS i (secret_probe) VALUES (${sealed})
          ON CONFLICT (singleton) DO UPDATE SET secret_probe = i.secret_probe
          RETURNING secret_probe AS probe`
        if (row === undefined) {
          return yield* new StorageError({ reason: new StorageFailed({ message: "No probe was stored or found." }) })
        }
        return row.probe
      }, asOperation)
    }))
)
