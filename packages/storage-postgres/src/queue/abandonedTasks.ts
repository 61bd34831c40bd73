import type { TaskId } from "@vedette/domain"
import type { Database } from "../Database.ts"

/** What one pass closes; later passes come every minute, and a worker leaves a handful behind. */
const MOST = 1_000

/** Claimed, the lease run out, and nothing due that would wake them. */
export const abandonedTasks = ({ sql, table }: Database["Service"]) =>
  sql<{ readonly id: TaskId }>`
    SELECT id FROM ${table("tasks")}
    WHERE lease_until <= now() AND due_at IS NULL
    ORDER BY lease_until
    LIMIT ${MOST}`
