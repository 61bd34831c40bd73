import * as DateTime from "effect/DateTime"
import type { Database } from "../Database.ts"

/** Those that ended first, told nobody, and are not the last of their task. Attempts go with them. */
export const pruneExecutions = (
  { sql, table }: Database["Service"],
  { endedBefore, limit }: { readonly endedBefore: DateTime.Utc; readonly limit: number }
) =>
  sql<{ readonly id: string }>`
    WITH o AS MATERIALIZED (
      SELECT e.id
      FROM ${table("executions")} e
      WHERE e.completed_at < ${DateTime.toDateUtc(endedBefore)} AND e.notification IS NULL
        AND NOT EXISTS (SELECT FROM ${table("notifications")} n WHERE n.execution_id = e.id)
        AND NOT EXISTS (SELECT FROM ${table("tasks")} t WHERE t.id = e.task_id AND t.last_execution_id = e.id)
      ORDER BY e.completed_at
      LIMIT ${limit}
      FOR UPDATE OF e SKIP LOCKED
    )
    DELETE FROM ${table("executions")} e USING o
    WHERE e.id = o.id AND e.completed_at IS NOT NULL
    RETURNING e.id`
