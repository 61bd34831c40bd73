import { CorruptRow, StorageError } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** The driver's value as JSON has it. Only top-level timestamps differ: `jsonb` holds instants as text already. */
const toJson = (value: unknown): unknown =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value

const rowToJson = (row: object): unknown =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [field, toJson(value)]))

/** Rows to entities. A row that the domain's schema refuses is a `CorruptRow`, never a half-read entity. */
export const decodeRows = <S extends Schema.Top & { readonly DecodingServices: never }>(schema: S, table: string) => {
  const decode = Schema.decodeUnknownEffect(Schema.Array(Schema.toCodecJson(schema)))
  return (rows: ReadonlyArray<object>): Effect.Effect<ReadonlyArray<S["Type"]>, StorageError> =>
    decode(rows.map(rowToJson)).pipe(
      Effect.mapError((error) =>
        new StorageError({ reason: new CorruptRow({ message: `A row of ${table} cannot be read: ${error.message}` }) })
      )
    )
}
