import { CorruptRow, StorageError } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** The driver's value as JSON has it. Only top-level timestamps differ: `jsonb` holds instants as text already. */
const toJson = (value: unknown): unknown =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value

const rowToJson = (row: object): unknown =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [field, toJson(value)]))

type Decodable = Schema.Top & { readonly DecodingServices: never }

/** Rows to entities. A row that the domain's schema refuses is a `CorruptRow`, never a half-read entity. */
export const decodeRows = <S extends Decodable>(schema: S, table: string) => {
  const decode = Schema.decodeUnknownEffect(Schema.Array(Schema.toCodecJson(schema)))
  return (rows: ReadonlyArray<object>): Effect.Effect<ReadonlyArray<S["Type"]>, StorageError> =>
    decode(rows.map(rowToJson)).pipe(
      Effect.mapError((error) =>
        new StorageError({ reason: new CorruptRow({ message: `A row of ${table} cannot be read: ${error.message}` }) })
      )
    )
}

/** Characters of what is wrong with a row: it begins with the field, and goes on with a value that may be a whole page. */
export const EXCERPT = 300

/**
 * The rows that can be read, each with its entity, for answers of many: another version wrote the others, and they must
 * hold up nobody else. Those are logged, all of one answer in one line, by `idOf`.
 */
export const decodeReadable = <S extends Decodable>(schema: S, table: string) => {
  const decode = Schema.decodeUnknownResult(Schema.toCodecJson(schema))
  return <Row extends object>(
    rows: ReadonlyArray<Row>,
    idOf: (row: Row) => unknown
  ): Effect.Effect<ReadonlyArray<{ readonly row: Row; readonly entity: S["Type"] }>> =>
    Effect.suspend(() => {
      const unreadable: Array<string> = []
      const readable = rows.flatMap((row) => {
        const decoded = decode(rowToJson(row))
        if (Result.isSuccess(decoded)) return [{ row, entity: decoded.success }]
        unreadable.push(`${String(idOf(row))} (${decoded.failure.message.slice(0, EXCERPT)})`)
        return []
      })
      return unreadable.length === 0
        ? Effect.succeed(readable)
        : Effect.as(Effect.logError(`Rows of ${table} cannot be read and are left out: ${unreadable.join("; ")}`), readable)
    })
}
