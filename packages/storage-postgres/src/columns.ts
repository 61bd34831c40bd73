/** How the fields of an entity lie in a table: `field: [column, SQL type]`. The compiler sees to it that none is missing. */
export type Columns<Entity> = { readonly [Field in keyof Entity]-?: readonly [column: string, type: string] }

type AnyColumns = { readonly [field: string]: readonly [column: string, type: string] }

const entries = (columns: AnyColumns, without: ReadonlyArray<string>) =>
  Object.entries(columns).filter(([field]) => !without.includes(field))

/** `t.user_id AS "userId", …`: a row as the entity's JSON form names its fields. */
export const selectList = (columns: AnyColumns, table: string): string =>
  entries(columns, []).map(([field, [column]]) => `${table}.${column} AS "${field}"`).join(", ")

/** `user_id, …`: the target list of an `INSERT`. */
export const columnList = (columns: AnyColumns, without: ReadonlyArray<string> = []): string =>
  entries(columns, without).map(([, [column]]) => column).join(", ")

/** `r."userId", …`: the same columns read from a record. */
export const fieldList = (columns: AnyColumns, record: string, without: ReadonlyArray<string> = []): string =>
  entries(columns, without).map(([field]) => `${record}."${field}"`).join(", ")

/** `user_id = r."userId", …`: the `SET` list of an `UPDATE`. */
export const assignments = (columns: AnyColumns, record: string, without: ReadonlyArray<string>): string =>
  entries(columns, without).map(([field, [column]]) => `${column} = ${record}."${field}"`).join(", ")

/** `target = EXCLUDED.target, …`: the `SET` list where an `INSERT` met a row of the same key. */
export const excludedList = (columns: AnyColumns, without: ReadonlyArray<string> = []): string =>
  entries(columns, without).map(([, [column]]) => `${column} = EXCLUDED.${column}`).join(", ")

/**
 * `"userId" uuid, …`: the column definitions of `jsonb_to_recordset`. One JSON parameter carries any number of rows,
 * so a batch is one statement with one prepared plan, and no array of nulls has to be given a type.
 */
export const recordDefinition = (columns: AnyColumns): string =>
  entries(columns, []).map(([field, [, type]]) => `"${field}" ${type}`).join(", ")
