import type { ExecutionStatus, TaskState } from "@vedette/domain"
import type { Fragment } from "effect/sql/Statement"
import type { Database } from "../Database.ts"
import { selectTask } from "../task/taskRows.ts"

export interface FactsRow {
  readonly taskId: string
  readonly userId: string
  readonly state: TaskState
  /** The task as every other read of it has it. */
  readonly task: object
  readonly now: Date
  readonly dueAt: Date | null
  readonly leaseUntil: Date | null
  readonly open: ReadonlyArray<{ readonly id: string; readonly status: ExecutionStatus }>
  readonly strayTries: ReadonlyArray<string>
  readonly unowed: ReadonlyArray<string>
  readonly undatedDeliveries: ReadonlyArray<string>
  readonly pending: ReadonlyArray<{ readonly id: string; readonly kind: string }>
}

/** The facts of the tasks that `which` selects, in one snapshot. Everything is looked up by index, task by task. */
export const selectFacts = ({ sql, table, text }: Database["Service"], which: Fragment) => {
  const list = (query: Fragment) => sql`coalesce((SELECT jsonb_agg(x.item) FROM (${query}) x), '[]'::jsonb)`
  return sql<FactsRow>`
    SELECT q.id AS "taskId", q.user_id AS "userId", q.state, now() AS now, q.due_at AS "dueAt", q.lease_until AS "leaseUntil",
      (SELECT to_jsonb(s) FROM (SELECT ${text(selectTask)} FROM ${table("tasks")} t WHERE t.id = q.id) s) AS task,
      ${list(sql`
        SELECT jsonb_build_object('id', e.id, 'status', e.status) AS item FROM ${table("executions")} e
        WHERE e.task_id = q.id AND e.status IN ('pending', 'running', 'retrying')`)} AS open,
      ${list(sql`
        SELECT e.id AS item FROM ${table("executions")} e JOIN ${table("attempts")} a ON a.execution_id = e.id
        WHERE e.task_id = q.id AND a.outcome = 'running' AND e.status <> 'running'`)} AS "strayTries",
      ${list(sql`
        SELECT e.id AS item FROM ${table("executions")} e
        WHERE e.task_id = q.id AND e.notification IS NOT NULL AND NOT EXISTS (
          SELECT FROM ${table("notifications")} n WHERE n.execution_id = e.id AND n.event = 'condition_met'
        )`)} AS unowed,
      ${list(sql`
        SELECT d.id AS item FROM ${table("deliveries")} d
        WHERE d.task_id = q.id AND d.status = 'pending' AND d.due_at IS NULL`)} AS "undatedDeliveries",
      ${list(sql`
        SELECT jsonb_build_object('id', d.id, 'kind', d.kind) AS item FROM ${table("deliveries")} d
        WHERE d.task_id = q.id AND d.status = 'pending'`)} AS pending
    FROM (${which}) q
    ORDER BY q.id`
}
