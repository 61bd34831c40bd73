import type { Claim } from "@vedette/domain"
import * as Duration from "effect/Duration"
import type { Database } from "../Database.ts"
import type { Arrival } from "./Carriers.ts"

/**
 * One compare-and-set for all carriers that have arrived: a permit for each task whose intent is still the carried one,
 * is due, and is under no live lease.
 *
 * `SKIP LOCKED` and not a wait: the fetch before it holds the carriers, and whoever holds such a task's row (a user's
 * edit) may be about to delete its carrier. Waiting here would close that circle into a deadlock.
 */
export const claimTasks = (
  { json, sql, table }: Database["Service"],
  arrivals: ReadonlyArray<Arrival>,
  options: { readonly lease: Duration.Duration; readonly worker: string }
) =>
  sql<Claim & { readonly dueMs: number }>`
    WITH free AS MATERIALIZED (
      SELECT t.id
      FROM ${table("tasks")} t
      JOIN jsonb_to_recordset(${json(arrivals)}) AS a(carrier uuid, "taskId" uuid, generation integer)
        ON t.id = a."taskId"
      WHERE t.carrier = a.carrier AND t.generation = a.generation AND t.due_at <= now()
        AND (t.lease_until IS NULL OR t.lease_until <= now())
      FOR NO KEY UPDATE OF t SKIP LOCKED
    )
    UPDATE ${table("tasks")} t
    SET fence = t.fence + 1,
      lease_until = now() + ${Duration.toMillis(options.lease)}::float8 * interval '1 millisecond',
      lease_owner = ${options.worker}
    FROM free
    WHERE t.id = free.id AND t.due_at <= now() AND (t.lease_until IS NULL OR t.lease_until <= now())
    RETURNING t.id AS "taskId", t.user_id AS "userId", t.generation, t.fence, t.carrier,
      (extract(epoch FROM t.due_at) * 1000)::float8 AS "dueMs"`
