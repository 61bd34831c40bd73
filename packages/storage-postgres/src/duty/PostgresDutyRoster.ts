import { DutyRoster, type ShiftOffer } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"

/** How long somebody waits for a duty that nobody has announced: it is asked for again. */
const UNKNOWN = Duration.minutes(1)

export const PostgresDutyRoster: Layer.Layer<DutyRoster, never, Database> = Layer.effect(
  DutyRoster,
  Effect.map(Database, ({ sql, table }) => {
    const after = (lease: Duration.Duration) =>
      sql`now() + ${Duration.toMillis(lease)}::float8 * interval '1 millisecond'`

    return DutyRoster.of({
      announce: Effect.fn("DutyRoster.announce")(function*(name, dueAt) {
        yield* sql`
          INSERT INTO ${table("duties")} AS d (name, due_at) VALUES (${name}, ${DateTime.toDateUtc(dueAt)})
          ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE d.due_at > excluded.due_at`
      }, asOperation),

      take: Effect.fn("DutyRoster.take")(function*(name, { lease, worker }) {
        const [taken] = yield* sql<{ readonly fence: number }>`
          UPDATE ${table("duties")}
          SET fence = fence + 1, lease_until = ${after(lease)}, lease_owner = ${worker}
          WHERE name = ${name} AND due_at <= now() AND (lease_until IS NULL OR lease_until <= now())
          RETURNING fence`
        if (taken !== undefined) {
          const offer: ShiftOffer = { _tag: "Taken", shift: { name, fence: taken.fence } }
          return offer
        }
        // Rounded up: a sleeper that wakes a fraction of a millisecond early would find nothing.
        const [row] = yield* sql<{ readonly ms: number }>`
          SELECT ceil(extract(epoch FROM greatest(due_at, lease_until) - now()) * 1000)::float8 AS ms
          FROM ${table("duties")} WHERE name = ${name}`
        const offer: ShiftOffer = {
          _tag: "NotNow",
          wait: row === undefined ? UNKNOWN : Duration.millis(Math.max(0, row.ms))
        }
        return offer
      }, asOperation),

      extend: Effect.fn("DutyRoster.extend")(function*({ fence, name }, lease) {
        const rows = yield* sql`
          UPDATE ${table("duties")} SET lease_until = ${after(lease)}
          WHERE name = ${name} AND fence = ${fence} AND lease_until IS NOT NULL
          RETURNING name`
        return rows.length > 0
      }, asOperation),

      end: Effect.fn("DutyRoster.end")(function*({ fence, name }, next) {
        const rows = yield* sql`
          UPDATE ${table("duties")} SET due_at = ${DateTime.toDateUtc(next)}, lease_until = NULL, lease_owner = NULL
          WHERE name = ${name} AND fence = ${fence} AND lease_until IS NOT NULL
          RETURNING name`
        return rows.length > 0
      }, asOperation)
    })
  })
)
