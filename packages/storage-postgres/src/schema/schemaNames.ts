import * as Effect from "effect/Effect"
import { InvalidSchemaName, StorageSchemaError } from "./StorageSchemaError.ts"

export const DEFAULT_SCHEMA = "vedette"

/** The schemas of one installation: ours, and pg-boss's beside it. */
export interface SchemaNames {
  readonly schema: string
  readonly bossSchema: string
}

/** Lower case, so that no name needs quotes; 45 characters leave room for the suffixes within PostgreSQL's 63. */
const schemaName = /^[a-z_][a-z0-9_]{0,44}$/

export const schemaNamesOf = (schema: string = DEFAULT_SCHEMA): Effect.Effect<SchemaNames, StorageSchemaError> =>
  schemaName.test(schema)
    ? Effect.succeed({ schema, bossSchema: `${schema}_boss` })
    : Effect.fail(
      new StorageSchemaError({
        reason: new InvalidSchemaName({
          message: `"${schema}" cannot name a schema: up to 45 lower-case letters, digits and underscores, not beginning with a digit.`
        })
      })
    )
