import * as Duration from "effect/Duration"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"
import { uncarried } from "./uncarried.ts"

/**
 * How far ahead carriers are looked after. Far enough for ten passes of a reconciler that runs once a minute, near
 * enough that a pass over a million hourly tasks looks at a sixth of them (27 µs each on a loaded machine).
 */
const HORIZON = Duration.minutes(10)

/**
 * A fresh carrier for tasks that are intended, under no live lease, and carried by nobody, or too late: after a restore,
 * a change of engine, or somebody's hand in the tables. Up to `limit` at once of those due from `fromMs` on, those due
 * first, so that a walk over a million tasks looks at each once.
 */
export const reconcileTasks = (database: Database["Service"], limit: number, fromMs: number) => {
  const { sql, table, text } = database
  return sql<Moved>`
    WITH o AS MATERIALIZED (
      SELECT t.id, t.generation, t.carrier
      FROM ${table("tasks")} t
      WHERE t.due_at >= ${new Date(fromMs)}
        AND t.due_at <= now() + ${Duration.toMillis(HORIZON)}::float8 * interval '1 millisecond'
        AND (t.lease_until IS NULL OR t.lease_until <= now())
        AND ${uncarried(database)}
      ORDER BY t.due_at
      LIMIT ${limit}
      FOR NO KEY UPDATE OF t SKIP LOCKED
    )
    UPDATE ${table("tasks")} t SET carrier = gen_random_uuid()
    FROM o
    WHERE t.id = o.id AND t.generation = o.generation AND t.due_at IS NOT NULL
    RETURNING ${text(movedColumns)}`
}
