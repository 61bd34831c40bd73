import type { Claim } from "@vedette/domain"
import * as Duration from "effect/Duration"
import type { Database } from "../Database.ts"
import type { Arrival } from "./Carriers.ts"

export interface ClaimOptions {
  readonly limit: number
  readonly lease: Duration.Duration
  readonly worker: string
  /** Live claims of one owner at most, over all workers; undefined: as many as there are. */
  readonly perOwner?: number
}

/**
 * Owners whose claims this transaction may count. With a bound per owner two claims at once would each see the same room
 * and both fill it, so the count is taken under a lock. Tried and not waited for: carriers are held already.
 */
export const lockOwners = ({ json, schema, sql, table }: Database["Service"], arrivals: ReadonlyArray<Arrival>) =>
  sql<{ readonly userId: string }>`
    SELECT o.user_id AS "userId"
    FROM (
      SELECT DISTINCT t.user_id FROM ${table("tasks")} t
      JOIN jsonb_to_recordset(${json(arrivals)}) AS a("taskId" uuid) ON t.id = a."taskId"
      OFFSET 0
    ) o
    WHERE pg_try_advisory_xact_lock(hashtextextended(${`${schema}.owner.`} || o.user_id::text, 0))`

/**
 * One compare-and-set for all carriers that have arrived: a permit for each task whose intent is still the carried one,
 * is due, and is under no live lease.
 *
 * `SKIP LOCKED` and not a wait: the fetch before it holds the carriers, and whoever holds such a task's row (a user's
 * edit) may be about to delete its carrier. Waiting here would close that circle into a deadlock.
 *
 * @param owners those whose claims are bounded and may be counted (`lockOwners`); null: no bound
 * @param session by which the others know that this worker lives (`Presence`); null: by the lease alone
 */
export const claimTasks = (
  { json, sql, table }: Database["Service"],
  arrivals: ReadonlyArray<Arrival>,
  options: ClaimOptions,
  owners: ReadonlyArray<string> | null,
  session: number | null
) => {
  const room = owners === null ? sql`` : sql`
      WHERE f.user_id = ANY(${[...owners]}::uuid[])
        AND ${options.perOwner ?? 0} >= f.turn + (
          SELECT count(*) FROM ${table("tasks")} r WHERE r.user_id = f.user_id AND r.lease_until > now()
        )`
  return sql<Claim & { readonly dueMs: number }>`
    WITH free AS MATERIALIZED (
      SELECT t.id, t.user_id, t.due_at
      FROM ${table("tasks")} t
      JOIN jsonb_to_recordset(${json(arrivals)}) AS a(carrier uuid, "taskId" uuid, generation integer)
        ON t.id = a."taskId"
      WHERE t.carrier = a.carrier AND t.generation = a.generation AND t.due_at <= now()
        AND (t.lease_until IS NULL OR t.lease_until <= now())
      FOR NO KEY UPDATE OF t SKIP LOCKED
    ), chosen AS (
      SELECT f.id
      FROM (SELECT id, user_id, row_number() OVER (PARTITION BY user_id ORDER BY due_at, id) AS turn FROM free) f
      ${room}
    )
    UPDATE ${table("tasks")} t
    SET fence = t.fence + 1,
      lease_until = now() + ${Duration.toMillis(options.lease)}::float8 * interval '1 millisecond',
      lease_owner = ${options.worker},
      lease_session = ${session}::int4
    FROM chosen
    WHERE t.id = chosen.id AND t.due_at <= now() AND (t.lease_until IS NULL OR t.lease_until <= now())
    RETURNING t.id AS "taskId", t.user_id AS "userId", t.generation, t.fence, t.carrier,
      (extract(epoch FROM t.due_at) * 1000)::float8 AS "dueMs"`
}
