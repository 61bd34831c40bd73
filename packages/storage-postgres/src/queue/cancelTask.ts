import type { TaskId } from "@vedette/domain"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"

/** No intent any more. The permit of a run in progress is left alone. */
export const cancelTask = ({ sql, table, text }: Database["Service"], taskId: TaskId) =>
  sql<Moved>`
    UPDATE ${table("tasks")} t
    SET generation = t.generation + 1, due_at = NULL, carrier = NULL
    FROM (SELECT id, carrier FROM ${table("tasks")} WHERE id = ${taskId} FOR NO KEY UPDATE) o
    WHERE t.id = o.id
    RETURNING ${text(movedColumns)}`
