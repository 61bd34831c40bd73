import type { DigestRepository } from "@vedette/domain"
import * as Duration from "effect/Duration"
import { selectList } from "../columns.ts"
import type { Database } from "../Database.ts"
import { digestColumns } from "./digestColumns.ts"

/**
 * Takes the digests that have been due longest, as deliveries are taken: in one statement, without waiting for others.
 *
 * @param session by which the others know that this worker lives (`Presence`); null: by the lease alone
 */
export const claimDigests = (
  { sql, table, text }: Database["Service"],
  options: Parameters<DigestRepository["Service"]["claim"]>[0],
  session: number | null
) =>
  sql<{ readonly id: string }>`
    WITH due AS MATERIALIZED (
      SELECT id FROM ${table("digests")}
      WHERE kind = ${options.kind} AND status = 'pending' AND due_at <= now() AND (lease_until IS NULL OR lease_until <= now())
      ORDER BY due_at, id
      LIMIT ${options.limit}
      FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE ${table("digests")} d
      SET fence = d.fence + 1,
        lease_until = now() + ${Duration.toMillis(options.lease)}::float8 * interval '1 millisecond',
        lease_owner = ${options.worker},
        lease_session = ${session}::int4
      FROM due WHERE d.id = due.id AND d.status = 'pending'
      RETURNING d.*
    )
    SELECT ${text(selectList(digestColumns, "d"))} FROM claimed d ORDER BY d.due_at, d.id`
