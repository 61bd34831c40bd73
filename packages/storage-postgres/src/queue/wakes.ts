import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { Database } from "../Database.ts"
import type { Moved } from "./Carriers.ts"

/**
 * Workers sleep no longer than this, so a hint about anything later is worthless. And hints cost: `NOTIFY` makes
 * commits wait for each other (12.4k/s fell to 3.4k/s).
 */
const SLEEP_HORIZON = Duration.seconds(5)

/** Between two tries to listen again. Sleepers poll within `SLEEP_HORIZON` meanwhile, so haste gains nothing. */
const RELISTEN_AFTER = Duration.seconds(1)

const channel = (schema: string) => `${schema}_wake`

/** One hint for the whole batch, and only when something of it is due before a sleeper would look by itself. */
export const hint = ({ schema, sql }: Database["Service"], moved: ReadonlyArray<Moved>) => {
  const soonest = moved.reduce((least, { dueMs }) => dueMs === null ? least : Math.min(least, dueMs), Infinity)
  return soonest === Infinity
    ? Effect.void
    : Effect.asVoid(sql`
      SELECT pg_notify(${channel(schema)}, '')
      WHERE ${new Date(soonest)} <= now() + ${Duration.toMillis(SLEEP_HORIZON)}::float8 * interval '1 millisecond'`)
}

/** Hints as they come. A lost connection is replaced, and the return counts as a hint, for one may have been missed. */
export const wakes = ({ schema, sql }: Database["Service"]): Stream.Stream<void> =>
  Stream.unwrap(
    Effect.map(sql.listen(channel(schema)), (hints) => Stream.concat(Stream.succeed(undefined), Stream.fromQueue(hints)))
  ).pipe(
    Stream.map(() => undefined),
    Stream.retry(Schedule.spaced(RELISTEN_AFTER)),
    Stream.orDie
  )
