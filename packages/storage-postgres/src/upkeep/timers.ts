import type { Database } from "../Database.ts"
import { CARRIER_QUEUE } from "../queue/carrierQueue.ts"
import { uncarried } from "../queue/uncarried.ts"

/**
 * Tasks that are due or will be within a minute and that nothing will wake in time. One under a lease that ran out is not
 * among them: the next claim gives it a carrier (`recoverTasks`).
 */
export const missingCarriers = (database: Database["Service"]) =>
  database.sql<{ readonly count: number }>`
    SELECT count(*)::int AS count FROM ${database.table("tasks")} t
    WHERE t.due_at <= now() + interval '1 minute' AND t.lease_until IS NULL
      AND ${uncarried(database)}`

/** Queued jobs of pg-boss that no task names: left by a restore, or by somebody's hand. */
export const strayCarriers = ({ schema, sql, table }: Database["Service"]) =>
  sql<{ readonly id: string }>`
    SELECT j.id FROM ${sql(`${schema}_boss.job`)} j
    WHERE j.name = ${CARRIER_QUEUE} AND j.state IN ('created', 'retry')
      AND NOT EXISTS (SELECT FROM ${table("tasks")} t WHERE t.carrier = j.id)`
