import type { Database } from "../Database.ts"
import type { Arrival } from "./Carriers.ts"

/**
 * Why carriers that arrived led to no claim: those answered are still wanted and have to come again, at `atMs`; the
 * others are stale. Read without a lock, so a stale answer is possible and costs one more arrival.
 *
 * A task that is due and unleased was locked by somebody at the moment of the claim: it comes again in 100 ms, about
 * as long as a transaction of ours takes under load.
 */
export const unclaimedTasks = ({ json, sql, table }: Database["Service"], arrivals: ReadonlyArray<Arrival>) =>
  sql<Arrival & { readonly dueMs: number; readonly atMs: number }>`
    SELECT t.id AS "taskId", t.generation, t.carrier,
      (extract(epoch FROM t.due_at) * 1000)::float8 AS "dueMs",
      (extract(epoch FROM greatest(t.due_at, t.lease_until, now() + interval '100 milliseconds')) * 1000)::float8 AS "atMs"
    FROM ${table("tasks")} t
    JOIN jsonb_to_recordset(${json(arrivals)}) AS a(carrier uuid, "taskId" uuid, generation integer)
      ON t.id = a."taskId"
    WHERE t.carrier = a.carrier AND t.generation = a.generation AND t.due_at IS NOT NULL`
