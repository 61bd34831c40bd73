import type { Claim } from "@vedette/domain"
import type { Database } from "../Database.ts"
import { selectTask } from "./taskRows.ts"

/**
 * Locks the tasks of the claims that are still live, in the order of their ids: two workers that settle overlapping
 * batches wait for each other instead of dead-locking. `claim` is the claim's place among those given.
 *
 * `NO KEY UPDATE` keeps every other writer of the rows out and lets rows that refer to them be inserted.
 */
export const lockClaimedTasks = ({ json, sql, table, text }: Database["Service"], claims: ReadonlyArray<Claim>) =>
  sql<{ readonly claim: number; readonly id: string }>`
    SELECT c.claim, ${text(selectTask)}
    FROM ${table("tasks")} t
    JOIN jsonb_to_recordset(${json(claims.map(({ fence, taskId }, claim) => ({ claim, taskId, fence })))})
      AS c(claim integer, "taskId" uuid, fence integer) ON t.id = c."taskId"
    WHERE t.fence = c.fence AND t.lease_until IS NOT NULL
    ORDER BY t.id
    FOR NO KEY UPDATE OF t`
