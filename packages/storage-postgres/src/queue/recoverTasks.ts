import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"
import { uncarried } from "./uncarried.ts"

/**
 * The database's clock, and a fresh carrier for every wanted task whose lease has run out and whose carrier is not
 * queued: its worker died, or is slow. One that was moved into the future meanwhile is due since its lease ran out.
 *
 * pg-boss would find it too, by the carrier's missing heartbeat, at the grain of its monitor (up to a minute and a
 * half). Asked on every claim over the few rows that are under a lease, it is found at once. The lease itself stays
 * as it is, so that a worker that was only slow may still finish when nobody has taken the task up.
 */
export const recoverTasks = (database: Database["Service"], limit: number) => {
  const { sql, table, text } = database
  return sql<{ readonly nowMs: number; readonly moved: ReadonlyArray<Moved> }>`
    WITH o AS MATERIALIZED (
      SELECT t.id, t.fence, t.carrier
      FROM ${table("tasks")} t
      WHERE t.lease_until <= now() AND t.due_at IS NOT NULL
        AND (t.due_at > now() OR ${uncarried(database)})
      ORDER BY t.lease_until
      LIMIT ${limit}
      FOR NO KEY UPDATE OF t SKIP LOCKED
    ), moved AS (
      UPDATE ${table("tasks")} t SET carrier = gen_random_uuid(), due_at = least(t.due_at, date_trunc('milliseconds', t.lease_until))
      FROM o WHERE t.id = o.id AND t.fence = o.fence AND t.lease_until <= now()
      RETURNING ${text(movedColumns)}
    )
    SELECT (extract(epoch FROM now()) * 1000)::float8 AS "nowMs",
      (SELECT coalesce(jsonb_agg(to_jsonb(moved)), '[]'::jsonb) FROM moved) AS moved`
}
