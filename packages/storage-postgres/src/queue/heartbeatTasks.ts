import type { Claim } from "@vedette/domain"
import * as Duration from "effect/Duration"
import type { Database } from "../Database.ts"

/** Renews leases by fence; answers the claims that are still live. Rows are locked in the order of their ids. */
export const heartbeatTasks = (
  { json, sql, table }: Database["Service"],
  claims: ReadonlyArray<Claim>,
  lease: Duration.Duration
) =>
  sql<{ readonly taskId: string; readonly fence: number }>`
    WITH live AS MATERIALIZED (
      SELECT t.id, t.fence
      FROM ${table("tasks")} t
      JOIN jsonb_to_recordset(${json(claims)}) AS c("taskId" uuid, fence integer) ON t.id = c."taskId"
      WHERE t.fence = c.fence AND t.lease_until IS NOT NULL
      ORDER BY t.id
      FOR NO KEY UPDATE OF t
    )
    UPDATE ${table("tasks")} t
    SET lease_until = now() + ${Duration.toMillis(lease)}::float8 * interval '1 millisecond'
    FROM live
    WHERE t.id = live.id AND t.fence = live.fence AND t.lease_until IS NOT NULL
    RETURNING t.id AS "taskId", t.fence`
