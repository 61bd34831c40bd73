import type { ChannelKind } from "@vedette/domain"
import type { Database } from "../Database.ts"

/**
 * When the next delivery of a channel is claimable: the first due of those under no live lease, or the first end of a
 * lease. Two walks of an index to their first row; a minimum over all that is owed would read a whole backlog each time
 * a worker goes to sleep.
 *
 * Rounded up: a sleeper that wakes a fraction of a millisecond early would find nothing.
 */
export const untilNextDelivery = ({ sql, table }: Database["Service"], kind: ChannelKind) =>
  sql<{ readonly ms: number | null }>`
    SELECT ceil(extract(epoch FROM min(at) - now()) * 1000)::float8 AS ms
    FROM (
      (SELECT due_at AS at FROM ${table("deliveries")}
        WHERE kind = ${kind} AND status = 'pending' AND digest_id IS NULL AND due_at IS NOT NULL
          AND (lease_until IS NULL OR lease_until <= now())
        ORDER BY due_at LIMIT 1)
      UNION ALL
      (SELECT lease_until FROM ${table("deliveries")}
        WHERE kind = ${kind} AND status = 'pending' AND digest_id IS NULL AND lease_until > now()
        ORDER BY lease_until LIMIT 1)
    ) next`
