import type { TaskId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"

/**
 * A new intent, due at `dueAt` or, where null, now by the database's clock. No row answered: there is no such task.
 *
 * "Now" is cut to the millisecond as every due time is, so that a carrier never arrives a fraction before its task.
 */
export const intendTask = ({ sql, table, text }: Database["Service"], taskId: TaskId, dueAt: DateTime.Utc | null) =>
  sql<Moved>`
    UPDATE ${table("tasks")} t
    SET generation = t.generation + 1,
      due_at = ${
    dueAt === null ? sql`date_trunc('milliseconds', now())` : sql`${DateTime.toDateUtc(dueAt)}`
  },
      carrier = gen_random_uuid()
    FROM (SELECT id, carrier FROM ${table("tasks")} WHERE id = ${taskId} FOR NO KEY UPDATE) o
    WHERE t.id = o.id
    RETURNING ${text(movedColumns)}`
