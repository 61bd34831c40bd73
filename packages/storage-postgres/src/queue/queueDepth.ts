import type { Database } from "../Database.ts"

/** Rounded up: a sleeper that wakes a fraction of a millisecond early would find nothing. */
export const untilNextTask = ({ sql, table }: Database["Service"]) =>
  sql<{ readonly ms: number }>`
    SELECT ceil(extract(epoch FROM due_at - now()) * 1000)::float8 AS ms
    FROM ${table("tasks")}
    WHERE due_at IS NOT NULL AND (lease_until IS NULL OR lease_until <= now())
    ORDER BY due_at
    LIMIT 1`

export const queueDepth = ({ sql, table }: Database["Service"]) =>
  sql<{ readonly due: number; readonly claimed: number; readonly overdueMs: number | null }>`
    SELECT due.count AS due, due."overdueMs",
      (SELECT count(*)::int FROM ${table("tasks")} WHERE lease_until > now()) AS claimed
    FROM (
      SELECT count(*)::int AS count, (extract(epoch FROM now() - min(due_at)) * 1000)::float8 AS "overdueMs"
      FROM ${table("tasks")}
      WHERE due_at <= now() AND (lease_until IS NULL OR lease_until <= now())
    ) due`
