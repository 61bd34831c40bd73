import type { Database } from "../Database.ts"
import { CARRIER_QUEUE } from "./carrierQueue.ts"

/**
 * Whether no queued job of pg-boss is the carrier that the task `t` names, or it would come long after the task is due:
 * then somebody moved the one and not the other. One that was put aside comes later than its task, but by a lease at most.
 *
 * A scalar subquery and not `NOT EXISTS`, which the planner turns into a join: right after a restore the job table
 * still counts as empty, the join became a scan of it for every task, and 110,000 lost carriers took over two minutes.
 * This way it is one look-up by primary key for each task, whatever the statistics say.
 */
export const uncarried = ({ schema, sql }: Database["Service"]) =>
  sql`coalesce((
          SELECT j.state NOT IN ('created', 'retry') OR j.start_after > greatest(t.due_at, t.lease_until, now()) + interval '1 minute'
          FROM ${sql(`${schema}_boss.job`)} j
          WHERE j.name = ${CARRIER_QUEUE} AND j.id = t.carrier
        ), true)`
