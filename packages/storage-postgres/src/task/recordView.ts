import type { TaskId } from "@vedette/domain"
import type { Database } from "../Database.ts"

/**
 * One statement: the reader is put down, the readers of earlier days are forgotten, and the counter rises if this one is
 * new. A row is answered where it was. Two at once of one reader: the second waits for the first and finds it there.
 */
export const recordView = (
  { sql, table }: Database["Service"],
  id: TaskId,
  view: { readonly reader: string; readonly day: string }
) =>
  sql`
    WITH fresh AS (
      INSERT INTO ${table("task_views")} (task_id, day, reader)
      SELECT t.id, ${view.day}::date, ${view.reader} FROM ${table("tasks")} t WHERE t.id = ${id}
      ON CONFLICT DO NOTHING
      RETURNING task_id
    ), forgotten AS (
      DELETE FROM ${table("task_views")} v USING fresh WHERE v.task_id = fresh.task_id AND v.day < ${view.day}::date
    )
    UPDATE ${table("tasks")} t SET view_count = t.view_count + 1 FROM fresh WHERE t.id = fresh.task_id
    RETURNING t.id`
