import type { Settlement } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"

/**
 * Ends a batch of runs by fence and sets what follows each, unless its intent was changed meanwhile: then that stands,
 * and `next` is dropped. Either way what is intended now gets a fresh carrier. Claims not answered are lost.
 */
export const settleTasks = ({ json, sql, table, text }: Database["Service"], settlements: ReadonlyArray<Settlement>) => {
  const ended = settlements.map(({ claim, next }) => ({
    taskId: claim.taskId,
    fence: claim.fence,
    generation: claim.generation,
    next: next === null ? null : DateTime.formatIso(next)
  }))
  return sql<Moved & { readonly fence: number }>`
    WITH o AS MATERIALIZED (
      SELECT t.id, t.fence, t.carrier, t.generation = e.generation AS unchanged,
        CASE WHEN t.generation = e.generation THEN e.next ELSE t.due_at END AS due_at
      FROM ${table("tasks")} t
      JOIN jsonb_to_recordset(${json(ended)})
        AS e("taskId" uuid, fence integer, generation integer, next timestamptz) ON t.id = e."taskId"
      WHERE t.fence = e.fence AND t.lease_until IS NOT NULL
      ORDER BY t.id
      FOR NO KEY UPDATE OF t
    )
    UPDATE ${table("tasks")} t
    SET lease_until = NULL, lease_owner = NULL,
      generation = CASE WHEN o.unchanged THEN t.generation + 1 ELSE t.generation END,
      due_at = o.due_at,
      carrier = CASE WHEN o.due_at IS NULL THEN NULL ELSE gen_random_uuid() END
    FROM o
    WHERE t.id = o.id AND t.fence = o.fence AND t.lease_until IS NOT NULL
    RETURNING t.fence, ${text(movedColumns)}`
}
