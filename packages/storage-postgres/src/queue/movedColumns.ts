/**
 * The `RETURNING` list of every statement that moves an intent: row `t` after the change, `o` before it.
 * Milliseconds as a float, because the driver's `bigint` is no JSON.
 */
export const movedColumns = `t.id AS "taskId", t.generation,
  (extract(epoch FROM t.due_at) * 1000)::float8 AS "dueMs", t.carrier, o.carrier AS replaced`
