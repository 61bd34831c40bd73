import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { CARRIER_QUEUE } from "./carrierQueue.ts"
import { movedColumns } from "./movedColumns.ts"

/**
 * A fresh carrier for tasks that are intended, under no live lease, and carried by nobody: after a restore, a change
 * of engine, or somebody's hand in pg-boss's tables. Up to `limit` at once, those due first.
 */
export const reconcileTasks = ({ schema, sql, table, text }: Database["Service"], limit: number) =>
  sql<Moved>`
    WITH o AS MATERIALIZED (
      SELECT t.id, t.generation, t.carrier
      FROM ${table("tasks")} t
      WHERE t.due_at IS NOT NULL AND (t.lease_until IS NULL OR t.lease_until <= now())
        AND NOT EXISTS (
          SELECT FROM ${sql(`${schema}_boss.job`)} j
          WHERE j.name = ${CARRIER_QUEUE} AND j.id = t.carrier AND j.state IN ('created', 'retry')
        )
      ORDER BY t.due_at
      LIMIT ${limit}
      FOR NO KEY UPDATE OF t SKIP LOCKED
    )
    UPDATE ${table("tasks")} t SET carrier = gen_random_uuid()
    FROM o
    WHERE t.id = o.id AND t.generation = o.generation AND t.due_at IS NOT NULL
    RETURNING ${text(movedColumns)}`
