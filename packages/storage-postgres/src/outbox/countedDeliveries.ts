import type { ChannelKind, CountedDelivery, DueDelivery } from "@vedette/domain"
import type { Database } from "../Database.ts"

/**
 * What counts against the limits of those that are due: sent within the longest window, or under a live lease.
 *
 * An `OR` for each index, with all that its partial condition asks for: under a shorter form of the same condition PostgreSQL
 * reads all that was ever sent, at each claim.
 */
export const countedDeliveries = (
  { sql, table }: Database["Service"],
  kind: ChannelKind,
  due: ReadonlyArray<DueDelivery>,
  windowMs: number
) => {
  const toUser = sql`user_id = ANY(${[...new Set(due.map(({ userId }) => userId))]}::uuid[])`
  const toAddress = sql`address = ANY(${[...new Set(due.map(({ address }) => address))]}::text[])`
  const sent = sql`status = 'sent' AND completed_at > now() - ${windowMs}::float8 * interval '1 millisecond'`
  return sql<CountedDelivery>`
    SELECT user_id AS "userId", address,
      CASE WHEN status = 'sent' THEN extract(epoch FROM completed_at)::float8 * 1000 END AS "sentAt",
      CASE WHEN status = 'pending' THEN extract(epoch FROM lease_until)::float8 * 1000 END AS "leaseUntil"
    FROM ${table("deliveries")}
    WHERE kind = ${kind} AND digest_id IS NULL
      AND ((${sent} AND ${toUser}) OR (${sent} AND ${toAddress})
        OR (status = 'pending' AND lease_until > now() AND (${toUser} OR ${toAddress})))`
}
