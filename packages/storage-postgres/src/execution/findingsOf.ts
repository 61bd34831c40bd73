import type { TaskId } from "@vedette/domain"
import type { Database } from "../Database.ts"

/**
 * The evidence of the last good runs of each task, and of a judgement no more than that: with its quotes and trace it
 * may be a hundred times as long. Each task is one walk of `executions_task` from its newest run on.
 *
 * `evidence` is null where another version wrote the judgement without one.
 */
export const findingsOf = ({ sql, table }: Database["Service"], taskIds: ReadonlyArray<TaskId>, limit: number) =>
  sql<{ readonly id: string; readonly taskId: TaskId; readonly evidence: string | null }>`
    SELECT e.id, t.id AS "taskId", e.evidence
    FROM unnest(${[...new Set(taskIds)]}::uuid[]) AS t(id)
    CROSS JOIN LATERAL (
      SELECT e.id, e.judgement ->> 'evidence' AS evidence
      FROM ${table("executions")} e
      WHERE e.task_id = t.id AND e.status = 'success' AND e.judgement IS NOT NULL
      ORDER BY e.id DESC
      LIMIT ${limit}
    ) e
    ORDER BY t.id, e.id DESC`
