import type { TaskId } from "@vedette/domain"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"

/**
 * Ends the permit of a run in progress: the fence rises past it. What is still intended gets a fresh carrier, for the
 * run's own one is with its worker.
 */
export const revokeTask = ({ sql, table, text }: Database["Service"], taskId: TaskId) =>
  sql<Moved>`
    UPDATE ${table("tasks")} t
    SET fence = t.fence + 1, lease_until = NULL, lease_owner = NULL,
      carrier = CASE WHEN t.due_at IS NULL THEN NULL ELSE gen_random_uuid() END
    FROM (SELECT id, carrier FROM ${table("tasks")} WHERE id = ${taskId} FOR NO KEY UPDATE) o
    WHERE t.id = o.id AND t.lease_until IS NOT NULL
    RETURNING ${text(movedColumns)}`
