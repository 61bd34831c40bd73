import { Attempt, type AttemptEnd, type AttemptUsage, type ExecutionId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import type { Database } from "../Database.ts"
import { decodeReadable } from "../decodeRows.ts"
import { attemptColumns } from "./executionColumns.ts"

const encodeAttempts = Schema.encodeSync(Schema.toCodecJson(Schema.Array(Attempt)))
export const decodeAttempts = decodeReadable(Attempt, "attempts")

export const insertAttempts = ({ json, sql, table, text }: Database["Service"], attempts: ReadonlyArray<Attempt>) =>
  sql`
    INSERT INTO ${table("attempts")} (${text(columnList(attemptColumns))})
    SELECT ${text(fieldList(attemptColumns, "r"))}
    FROM jsonb_to_recordset(${json(encodeAttempts(attempts))}) AS r(${text(recordDefinition(attemptColumns))})`

/** The one attempt in progress of each execution (`attempts_one_running`); none is no error. */
export const endAttempts = ({ json, sql, table }: Database["Service"], ends: ReadonlyArray<AttemptEnd>) => {
  const rows = ends.map(({ endedAt, ...end }) => ({ ...end, endedAt: DateTime.formatIso(endedAt) }))
  return sql`
    UPDATE ${table("attempts")} a
    SET outcome = r.outcome, category = r.category, error_message = r."errorMessage", ended_at = r."endedAt",
      usage = coalesce(r.usage, a.usage)
    FROM jsonb_to_recordset(${json(rows)})
      AS r("executionId" uuid, outcome text, category text, "errorMessage" text, "endedAt" timestamptz, usage jsonb)
    WHERE a.execution_id = r."executionId" AND a.outcome = 'running'`
}

export const tellUsage = ({ json, sql, table }: Database["Service"], usages: ReadonlyArray<AttemptUsage>) =>
  sql`
    UPDATE ${table("attempts")} a
    SET usage = r.usage
    FROM jsonb_to_recordset(${json(usages)}) AS r("executionId" uuid, fence integer, usage jsonb)
    WHERE a.execution_id = r."executionId" AND a.fence = r.fence AND a.outcome = 'running' AND a.usage IS NULL`

export const attemptsOf = ({ sql, table, text }: Database["Service"], executionIds: ReadonlyArray<ExecutionId>) =>
  sql<{ readonly executionId: string; readonly n: number }>`
    SELECT ${text(selectList(attemptColumns, "a"))} FROM ${table("attempts")} a
    WHERE a.execution_id = ANY(${[...executionIds]}::uuid[])
    ORDER BY a.execution_id, a.n`
