import type { Claim } from "@vedette/domain"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"

/** Hands tasks back unrun: the intent is what it was, under a fresh carrier. Lost claims change nothing. */
export const releaseTasks = ({ json, sql, table, text }: Database["Service"], claims: ReadonlyArray<Claim>) =>
  sql<Moved>`
    WITH o AS MATERIALIZED (
      SELECT t.id, t.fence, t.carrier
      FROM ${table("tasks")} t
      JOIN jsonb_to_recordset(${json(claims)}) AS c("taskId" uuid, fence integer) ON t.id = c."taskId"
      WHERE t.fence = c.fence AND t.lease_until IS NOT NULL
      ORDER BY t.id
      FOR NO KEY UPDATE OF t
    )
    UPDATE ${table("tasks")} t
    SET lease_until = NULL, lease_owner = NULL,
      carrier = CASE WHEN t.due_at IS NULL THEN NULL ELSE gen_random_uuid() END
    FROM o
    WHERE t.id = o.id AND t.fence = o.fence AND t.lease_until IS NOT NULL
    RETURNING ${text(movedColumns)}`
