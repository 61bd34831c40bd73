import * as DateTime from "effect/DateTime"
import type { Database } from "../Database.ts"

/** Those that ended first. What they told stays, under their id: deliveries have rows of their own. */
export const pruneDigests = (
  { sql, table }: Database["Service"],
  { endedBefore, limit }: { readonly endedBefore: DateTime.Utc; readonly limit: number }
) =>
  sql<{ readonly id: string }>`
    WITH o AS MATERIALIZED (
      SELECT g.id FROM ${table("digests")} g
      WHERE g.completed_at < ${DateTime.toDateUtc(endedBefore)} AND g.status <> 'pending'
      ORDER BY g.completed_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    DELETE FROM ${table("digests")} g USING o
    WHERE g.id = o.id AND g.status <> 'pending'
    RETURNING g.id`
