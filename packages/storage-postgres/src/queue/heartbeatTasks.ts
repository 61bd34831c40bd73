import type { Claim } from "@vedette/domain"
import * as Duration from "effect/Duration"
import type { Database } from "../Database.ts"

/**
 * Renews leases by fence; answers the claims that are still live, and whether each was renewed.
 *
 * One whose row somebody else is writing is left for the next beat and not waited for: a transaction that stands still would
 * cost a worker the leases of everything else that it runs. Until that transaction is over, it is live by what was there before.
 */
export const heartbeatTasks = (
  { json, sql, table }: Database["Service"],
  claims: ReadonlyArray<Claim>,
  lease: Duration.Duration
) =>
  sql<{ readonly taskId: string; readonly fence: number; readonly renewed: boolean }>`
    WITH held AS (
      SELECT c."taskId", c.fence FROM jsonb_to_recordset(${json(claims)}) AS c("taskId" uuid, fence integer)
    ), free AS MATERIALIZED (
      SELECT t.id, t.fence
      FROM ${table("tasks")} t JOIN held ON t.id = held."taskId"
      WHERE t.fence = held.fence AND t.lease_until IS NOT NULL
      FOR NO KEY UPDATE OF t SKIP LOCKED
    ), renewed AS (
      UPDATE ${table("tasks")} t
      SET lease_until = now() + ${Duration.toMillis(lease)}::float8 * interval '1 millisecond'
      FROM free
      WHERE t.id = free.id AND t.fence = free.fence AND t.lease_until IS NOT NULL
      RETURNING t.id
    )
    SELECT t.id AS "taskId", t.fence, renewed.id IS NOT NULL AS renewed
    FROM ${table("tasks")} t JOIN held ON t.id = held."taskId" LEFT JOIN renewed ON renewed.id = t.id
    WHERE t.fence = held.fence AND t.lease_until IS NOT NULL`
