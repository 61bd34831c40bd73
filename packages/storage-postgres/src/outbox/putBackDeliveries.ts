import { deliveryLifecycle, nextState, type PutBackQuery, statesOf } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import type { Database } from "../Database.ts"
import { askedDeliveries } from "./askedDeliveries.ts"

/** The states that a delivery is put back from, by the lifecycle's own table. */
const over = statesOf(deliveryLifecycle).filter((state) => nextState(deliveryLifecycle, state, "resend") !== undefined)

/**
 * The fence rises, so that a claim from before it was given up can write nothing more; the tries made so far are kept
 * apart, so that the ladder begins anew.
 */
export const putBackDeliveries = (database: Database["Service"], { id, since, ...query }: PutBackQuery) => {
  const { sql, table } = database
  const which = [
    askedDeliveries(database, query),
    sql`d.status = ANY(${over}::text[])`,
    ...(id === null ? [] : [sql`d.id = ${id}`]),
    ...(since === null ? [] : [sql`d.created_at >= ${DateTime.toDateUtc(since)}`])
  ]
  return sql`
    UPDATE ${table("deliveries")} d
    SET status = 'pending', attempts_before = d.attempts, due_at = now(), completed_at = NULL, fence = d.fence + 1,
      lease_until = NULL, lease_owner = NULL, lease_session = NULL
    WHERE ${sql.and(which)}
    RETURNING d.id`
}
