import type { Outbox } from "@vedette/domain"
import * as Duration from "effect/Duration"
import type { Fragment } from "effect/sql/Statement"
import { selectList } from "../columns.ts"
import type { Database } from "../Database.ts"
import { deliveryColumns } from "./outboxColumns.ts"

export type ClaimOptions = Parameters<Outbox["Service"]["claim"]>[0]

/**
 * What has been due longest and is under no live lease, locked. `SKIP LOCKED` lets any number of workers take different
 * ones without waiting for each other.
 *
 * `now()` is the start of the transaction: by it a lease is at most a little short and nothing is ever early.
 */
export const dueDeliveries = <Row extends object>(
  { sql, table }: Database["Service"],
  { kind, limit }: Pick<ClaimOptions, "kind" | "limit">,
  columns: Fragment
) =>
  sql<Row>`
    SELECT ${columns} FROM ${table("deliveries")}
    WHERE kind = ${kind} AND status = 'pending' AND digest_id IS NULL AND due_at <= now() AND (lease_until IS NULL OR lease_until <= now())
    ORDER BY due_at, id
    LIMIT ${limit}
    FOR UPDATE SKIP LOCKED`

/**
 * Takes the deliveries that `due` answers the ids of, in one statement.
 *
 * @param session by which the others know that this worker lives (`Presence`); null: by the lease alone
 */
export const claimDeliveries = (
  { sql, table, text }: Database["Service"],
  options: Pick<ClaimOptions, "lease" | "worker">,
  due: Fragment,
  session: number | null
) =>
  sql<{ readonly id: string }>`
    WITH due AS MATERIALIZED (${due}), claimed AS (
      UPDATE ${table("deliveries")} d
      SET fence = d.fence + 1,
        lease_until = now() + ${Duration.toMillis(options.lease)}::float8 * interval '1 millisecond',
        lease_owner = ${options.worker},
        lease_session = ${session}::int4
      FROM due WHERE d.id = due.id AND d.status = 'pending'
      RETURNING d.*
    )
    SELECT ${text(selectList(deliveryColumns, "d"))} FROM claimed d ORDER BY d.due_at, d.id`
