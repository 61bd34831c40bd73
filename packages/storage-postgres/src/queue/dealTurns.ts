import * as Effect from "effect/Effect"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"
import { movedColumns } from "./movedColumns.ts"

/**
 * How far a backlog is looked through for owners who wait behind others: the oldest so many due tasks. A deal over
 * 10,000 took 50 ms on a loaded two-core machine and one over 50,000 140 ms, once a second at most; who waits behind
 * more than that moves up as the backlog shrinks.
 */
const HORIZON = 50_000

/** Places dealt at once: what some workers start in the second until the next deal. */
const PLACES = 500

/** Whether it is this process's turn to deal: one deal a second serves all workers. */
const takeDeal = ({ sql, table }: Database["Service"]) =>
  sql`
    UPDATE ${table("duties")} d SET due_at = now() + interval '1 second'
    FROM (
      SELECT name FROM ${table("duties")} WHERE name = 'fair_turns' AND due_at <= now() FOR UPDATE SKIP LOCKED
    ) o
    WHERE d.name = o.name AND d.due_at <= now()
    RETURNING d.name`

/**
 * Owners take turns: a task's turn is the number of its owner's tasks that run or come before it. The first `PLACES` of
 * that order, oldest first within a turn, get fresh carriers that arrive in it, unless it is the order of due times
 * anyhow: one owner alone, or a task for each, costs a look.
 *
 * Turns beyond `perOwner` are not dealt; they would only come and be put aside.
 */
const deal = ({ sql, table, text }: Database["Service"], perOwner: number | undefined) =>
  sql<Moved & { readonly turn: number }>`
    WITH waiting AS MATERIALIZED (
      SELECT t.id, t.user_id, t.due_at
      FROM ${table("tasks")} t
      WHERE t.due_at <= now() AND (t.lease_until IS NULL OR t.lease_until <= now())
      ORDER BY t.due_at, t.id
      LIMIT ${HORIZON}
    ), running AS (
      SELECT user_id, count(*) AS count FROM ${table("tasks")} WHERE lease_until > now() GROUP BY user_id
    ), ranked AS (
      SELECT w.id, w.due_at, row_number() OVER (ORDER BY w.due_at, w.id) AS age,
        coalesce(r.count, 0) + row_number() OVER (PARTITION BY w.user_id ORDER BY w.due_at, w.id) AS turn
      FROM waiting w LEFT JOIN running r ON r.user_id = w.user_id
    ), dealt AS MATERIALIZED (
      SELECT id, age, row_number() OVER (ORDER BY turn, due_at, id) AS place
      FROM ranked
      WHERE turn <= ${perOwner ?? HORIZON}::int8
      ORDER BY turn, due_at, id
      LIMIT ${PLACES}
    ), o AS MATERIALIZED (
      SELECT t.id, t.generation, t.carrier, d.place::int AS place
      FROM ${table("tasks")} t JOIN dealt d ON d.id = t.id
      WHERE EXISTS (SELECT FROM dealt WHERE age <> place)
        AND t.due_at <= now() AND (t.lease_until IS NULL OR t.lease_until <= now())
      FOR NO KEY UPDATE OF t SKIP LOCKED
    )
    UPDATE ${table("tasks")} t SET carrier = gen_random_uuid()
    FROM o
    WHERE t.id = o.id AND t.generation = o.generation AND t.due_at IS NOT NULL
    RETURNING ${text(movedColumns)}, o.place AS turn`

/** Answers the carriers that are to take the places dealt; none where it is not this process's turn, or nothing is unfair. */
export const dealTurns = Effect.fnUntraced(function*(database: Database["Service"], perOwner: number | undefined) {
  const mine = yield* takeDeal(database)
  return mine.length === 0 ? [] : yield* deal(database, perOwner)
})
