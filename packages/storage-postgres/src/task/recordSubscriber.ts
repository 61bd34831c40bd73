import type { TaskId, UserId } from "@vedette/domain"
import type { Database } from "../Database.ts"

/** As `recordView`: who forked is put down once and for ever, and the counter rises with the first time. */
export const recordSubscriber = ({ sql, table }: Database["Service"], id: TaskId, userId: UserId) =>
  sql`
    WITH fresh AS (
      INSERT INTO ${table("task_subscribers")} (task_id, user_id)
      SELECT t.id, ${userId}::uuid FROM ${table("tasks")} t WHERE t.id = ${id}
      ON CONFLICT DO NOTHING
      RETURNING task_id
    )
    UPDATE ${table("tasks")} t SET subscriber_count = t.subscriber_count + 1 FROM fresh WHERE t.id = fresh.task_id
    RETURNING t.id`
