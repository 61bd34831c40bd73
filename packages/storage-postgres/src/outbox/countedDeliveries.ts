import type { ChannelKind, CountedDelivery, DueDelivery } from "@vedette/domain"
import type { Database } from "../Database.ts"

/**
 * What counts against the limits of those that are due: sent within the longest window, or under a live lease. A digest is one
 * message, whatever it tells of.
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
    (SELECT DISTINCT ON (coalesce(digest_id, id)) user_id AS "userId", address,
      CASE WHEN status = 'sent' THEN extract(epoch FROM completed_at)::float8 * 1000 END AS "sentAt",
      CASE WHEN status = 'pending' THEN extract(epoch FROM lease_until)::float8 * 1000 END AS "leaseUntil"
    FROM ${table("deliveries")}
    WHERE kind = ${kind}
      AND ((${sent} AND ${toUser}) OR (${sent} AND ${toAddress})
        OR (status = 'pending' AND digest_id IS NULL AND lease_until > now() AND (${toUser} OR ${toAddress}))))
    UNION ALL
    (SELECT DISTINCT ON (g.id) d.user_id, d.address, NULL, extract(epoch FROM g.lease_until)::float8 * 1000
    FROM ${table("digests")} g JOIN ${table("deliveries")} d ON d.digest_id = g.id
    WHERE g.kind = ${kind} AND g.status = 'pending' AND g.lease_until > now() AND d.status = 'pending'
      AND (d.${toUser} OR d.${toAddress}))`
}
