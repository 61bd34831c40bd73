import { Execution, type ExecutionChange, openStatuses } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { assignments, columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import type { Database } from "../Database.ts"
import { decodeReadable, decodeRows } from "../decodeRows.ts"
import { executionColumns } from "./executionColumns.ts"

const encodeExecutions = Schema.encodeSync(Schema.toCodecJson(Schema.Array(Execution)))
const encodeChanges = Schema.encodeSync(Schema.toCodecJson(Schema.Array(Schema.Struct({
  ...Execution.fields,
  fromStatus: Execution.fields.status,
  fromFence: Execution.fields.fence
}))))
/** One execution, or `CorruptRow`. */
export const decodeExecution = decodeRows(Execution, "executions")
/** The readable ones of many. */
export const decodeExecutions = decodeReadable(Execution, "executions")

export const selectExecution = selectList(executionColumns, "e")
const record = recordDefinition(executionColumns)

/** What a save may not change: who the row is about, and when it came to be. */
const fixed = ["id", "taskId", "userId", "trigger", "createdAt"]

export const insertExecutions = ({ json, sql, table, text }: Database["Service"], executions: ReadonlyArray<Execution>) =>
  sql`
    INSERT INTO ${table("executions")} (${text(columnList(executionColumns))})
    SELECT ${text(fieldList(executionColumns, "r"))}
    FROM jsonb_to_recordset(${json(encodeExecutions(executions))}) AS r(${text(record)})`

/**
 * All of them, or (fewer rows answered than given) none: the rows that still are as expected are locked first, in the
 * order of their ids, and counted. One statement, and no savepoint to take back: it either writes all or touches nothing.
 */
export const updateExecutions = ({ json, sql, table, text }: Database["Service"], changes: ReadonlyArray<ExecutionChange>) => {
  const rows = encodeChanges(changes.map(({ execution, from }) => ({
    ...execution,
    fromStatus: from.status,
    fromFence: from.fence
  })))
  const asExpected = sql`e.id = r.id AND e.status = r."fromStatus" AND e.fence = r."fromFence"
        AND e.status = ANY(${[...openStatuses]}::text[])`
  return sql`
    WITH r AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${json(rows)}) AS r(${text(record)}, "fromStatus" text, "fromFence" integer)
    ), expected AS MATERIALIZED (
      SELECT e.id FROM ${table("executions")} e JOIN r ON ${asExpected}
      ORDER BY e.id
      FOR NO KEY UPDATE OF e
    )
    UPDATE ${table("executions")} e SET ${text(assignments(executionColumns, "r", fixed))}
    FROM r
    WHERE ${asExpected} AND (SELECT count(DISTINCT id) FROM expected) = ${changes.length}
    RETURNING e.id`
}
