import { DELIVERY_LEASE } from "@vedette/domain"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Connection } from "effect/sql/SqlConnection"
import { SqlError, UnknownError } from "effect/sql/SqlError"
import { SecureRandom } from "effect/crypto"
import { answerInTime } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { expireLeasesOf, missingSessions } from "./missingSessions.ts"
import { PRESENCE_LOCK } from "./presenceLock.ts"

/** How often a worker makes sure that its session still stands. */
const LOOK_AFTER_SESSION_EVERY = Duration.millis(1_500)
const RECONNECT_AFTER = Duration.millis(500)
/** Where it never stood: a pooler that shares sessions out will do so a second later, too. */
const TRY_AGAIN_AFTER = Duration.seconds(30)

/**
 * How often, at most, a claim (of runs, deliveries or digests) looks whether other workers are still there: one read of the
 * locks and the leased rows.
 */
const LOOK_EVERY_MS = 2_000

/**
 * How long a session has to be missing, seen at two looks at least. A worker that lost its connection and not its life
 * is back within two seconds; one that is wrongly taken for dead loses its runs to others and nothing else, and what it is
 * just sending is sent once more, under the same id.
 */
const GONE_AFTER_MS = 4_000

/**
 * How long a worker that was without its own session ends no leases of deliveries and digests: whatever took it (a restart, a
 * failover) took those of others that live, and wait with the outcome of what they have sent. As long as their leases.
 */
const UNSURE_FOR_MS = Duration.toMillis(DELIVERY_LEASE)

/** What starting waits for. A database that is slow at it is no reason not to start: leases tell too, only later. */
const READY_WITHIN = Duration.seconds(3)

/**
 * How workers know of each other's death before a lease runs out.
 *
 * Each holds an advisory lock on a connection of its own. The kernel of a process that dies closes its connections, the
 * server ends the session and releases the lock, within milliseconds; a process that only stands still keeps it, and so
 * do a machine that lost its power and a network that broke: there the lease tells, as it does where connections go
 * through a pooler that shares sessions out.
 */
export class Presence extends Context.Service<Presence, {
  /** Goes into the leases of this process; null: it has no session, and its leases alone tell. */
  readonly session: Effect.Effect<number | null>
  /**
   * Ends the leases of workers that are gone, so that the same claim may take what they held; those of deliveries and digests
   * only where this worker had its own session throughout.
   */
  readonly releaseGone: Effect.Effect<void, SqlError>
}>()("@vedette/storage-postgres/queue/Presence") {}

const failed = (message: string) =>
  new SqlError({ reason: new UnknownError({ cause: new Error(message), message, operation: "presence" }) })

const ask = (connection: Connection, statement: string, session: number) =>
  Effect.map(
    answerInTime(connection.execute(statement, [PRESENCE_LOCK, session], undefined)),
    (rows) => (rows[0] as { readonly ours?: boolean } | undefined)?.ours === true
  )

const TAKE = "SELECT pg_try_advisory_lock($1::int4, $2::int4) AS ours"
const DROP = "SELECT pg_advisory_unlock($1::int4, $2::int4) AS ours"
const HELD = `SELECT EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
    AND classid::int8 = $1::int8 AND objid::int8 = $2::int8 AND objsubid = 2
) AS ours`

/** The presence of a process that claims. */
export const presenceLayer: Layer.Layer<Presence, never, Database> = Layer.effect(
  Presence,
  Effect.gen(function*() {
    const database = yield* Database
    const { sql } = database
    const random = SecureRandom.make((size) => globalThis.crypto.getRandomValues(new Uint8Array(size)))
    const mine = yield* random.intBetween(1, 2 ** 31 - 1)
    let present = false
    // Since the last look.
    let hasLostSession = false
    let sureAgainAtMs = -Infinity
    const missing = new Map<number, number>()
    let lookedAt = -Infinity

    const hold = Effect.scoped(Effect.gen(function*() {
      const connection = yield* answerInTime(sql.reserve)
      if (!(yield* ask(connection, TAKE, mine))) return yield* failed("The lock of this session is held by its own past.")
      // The connection goes back to a pool: it must not take the lock along, unless it is dead.
      yield* Effect.addFinalizer(() => Effect.ignore(ask(connection, DROP, mine)))
      for (;;) {
        // Through a pooler that shares sessions out the lock is somebody else's at the next statement.
        if (!(yield* ask(connection, HELD, mine))) return yield* failed("The session of this worker was lost.")
        present = true
        yield* Effect.sleep(LOOK_AFTER_SESSION_EVERY)
      }
    }))
    yield* hold.pipe(
      Effect.catchCause((cause) => {
        hasLostSession = present
        return Effect.logDebug("This worker's session is gone; another is opened", cause)
      }),
      Effect.andThen(Effect.suspend(() => Effect.sleep(present ? RECONNECT_AFTER : TRY_AGAIN_AFTER))),
      Effect.forever,
      Effect.forkScoped
    )
    yield* Effect.timeoutOption(
      Effect.repeat(Effect.sleep("10 millis"), { until: () => present }),
      READY_WITHIN
    )

    return Presence.of({
      // Once present, always named: during a short loss of the connection the lease is watched as before.
      session: Effect.sync(() => present ? mine : null),
      releaseGone: Effect.gen(function*() {
        const nowMs = yield* Clock.currentTimeMillis
        if (nowMs - lookedAt < LOOK_EVERY_MS) return
        lookedAt = nowMs
        const seen = (yield* missingSessions(database, mine)).map(({ session }) => session)
        if (hasLostSession || seen.includes(mine)) sureAgainAtMs = nowMs + UNSURE_FOR_MS
        hasLostSession = false
        for (const session of missing.keys()) if (!seen.includes(session)) missing.delete(session)
        for (const session of seen) if (!missing.has(session)) missing.set(session, nowMs)
        const gone = seen.filter((session) => session !== mine && nowMs - (missing.get(session) ?? nowMs) >= GONE_AFTER_MS)
        if (gone.length === 0) return
        const runs = yield* expireLeasesOf(database, "tasks", gone)
        if (runs.length > 0) yield* Effect.logWarning(`Runs of a worker that is gone, taken up by others: ${runs.length}`)
        if (nowMs < sureAgainAtMs) return
        const deliveries = yield* expireLeasesOf(database, "deliveries", gone)
        const digests = yield* expireLeasesOf(database, "digests", gone)
        const sending = deliveries.length + digests.length
        if (sending > 0) {
          yield* Effect.logWarning(`Messages that a worker was sending when it went, sent by others under the same ids: ${sending}`)
        }
      })
    })
  })
)

/** For a process that does not claim, or only in a test: leases alone tell. */
export const noPresence: Layer.Layer<Presence> = Layer.succeed(
  Presence,
  Presence.of({ session: Effect.succeed(null), releaseGone: Effect.void })
)
