import type { Database } from "../Database.ts"
import { PRESENCE_LOCK } from "./presenceLock.ts"

/**
 * Sessions that nobody holds, of those named by live leases and the one asked about: their workers died, or have lost their
 * connection.
 */
export const missingSessions = ({ sql, table }: Database["Service"], asked: number) =>
  sql<{ readonly session: number }>`
    SELECT t.lease_session AS session
    FROM (
      SELECT lease_session FROM ${table("tasks")} WHERE lease_until > now() AND lease_session IS NOT NULL
      UNION
      SELECT lease_session FROM ${table("deliveries")}
      WHERE status = 'pending' AND lease_until > now() AND lease_session IS NOT NULL
      UNION
      SELECT lease_session FROM ${table("digests")}
      WHERE status = 'pending' AND lease_until > now() AND lease_session IS NOT NULL
      UNION
      SELECT ${asked}::int4
    ) t
    WHERE NOT EXISTS (
      SELECT FROM pg_locks l
      WHERE l.locktype = 'advisory' AND l.classid::int8 = ${PRESENCE_LOCK}::int8
        AND l.objid::int8 = t.lease_session AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )`

/** What is held by lease, and the condition under which a lease of it counts. */
const leased = {
  tasks: "true",
  deliveries: "t.status = 'pending'",
  digests: "t.status = 'pending'"
}

/**
 * Ends the leases of these sessions now. The fences stay as they are, so that a worker that lives after all may finish
 * what nobody has taken up. `SKIP LOCKED`: one of them may just be writing.
 */
export const expireLeasesOf = (
  { sql, table, text }: Database["Service"],
  name: keyof typeof leased,
  sessions: ReadonlyArray<number>
) =>
  sql<{ readonly id: string }>`
    WITH o AS MATERIALIZED (
      SELECT t.id, t.fence FROM ${table(name)} t
      WHERE ${text(leased[name])} AND t.lease_until > now() AND t.lease_session = ANY(${[...sessions]}::int4[])
      ORDER BY t.id
      FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE ${table(name)} t SET lease_until = now(), lease_session = NULL
    FROM o
    WHERE t.id = o.id AND t.fence = o.fence AND t.lease_until > now()
    RETURNING t.id`
