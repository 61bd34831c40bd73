import { type DeliveryLimit, type DueDelivery, withinLimits } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Database } from "../Database.ts"
import { atomically } from "../PostgresUnitOfWork.ts"
import { claimDeliveries, type ClaimOptions, dueDeliveries } from "./claimDeliveries.ts"
import { countedDeliveries } from "./countedDeliveries.ts"

/**
 * Claims what the limits leave room for and puts off the rest. One at a time for each channel with limits: two claims side
 * by side would both find the last place free.
 */
export const claimWithinLimits = Effect.fnUntraced(function*(
  database: Database["Service"],
  options: ClaimOptions,
  limits: ReadonlyArray<DeliveryLimit>,
  session: number | null
) {
  const { json, schema, sql, table, text } = database
  const deliveries = table("deliveries")
  const longest = Math.max(...limits.map(({ window }) => Duration.toMillis(window)))
  return yield* atomically(sql)(Effect.gen(function*() {
    yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${schema}/limits/${options.kind}`}, 0))`
    const due = yield* dueDeliveries<DueDelivery>(database, options, text(`id, user_id AS "userId", address`))
    if (due.length === 0) return []
    const counted = yield* countedDeliveries(database, options.kind, due, longest)
    const [clock] = yield* sql<{ readonly now: number }>`SELECT extract(epoch FROM now())::float8 * 1000 AS now`
    const now = clock?.now ?? 0
    const { putOff, taken } = withinLimits(due, counted, limits, now, Duration.toMillis(options.lease))
    if (putOff.length > 0) {
      yield* sql`
        UPDATE ${deliveries} d
        SET due_at = to_timestamp(ceil(p.until) / 1000), last_error = p.why
        FROM jsonb_to_recordset(${json(putOff)}) AS p(id uuid, until float8, why text)
        WHERE d.id = p.id AND d.status = 'pending'`
    }
    return taken.length === 0
      ? []
      : yield* claimDeliveries(database, options, sql`SELECT unnest(${taken}::uuid[]) AS id`, session)
  }))
})
