import { RateLimits, StorageError, StorageFailed } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"

export const PostgresRateLimits: Layer.Layer<RateLimits, never, Database> = Layer.effect(
  RateLimits,
  Effect.map(Database, ({ sql, table }) =>
    RateLimits.of({
      // One statement a request: the row's lock is the order of those who come at once. It stops counting one beyond the
      // limit, so that no flood overflows the column.
      take: Effect.fn("RateLimits.take")(function*({ key, limit, window }) {
        const ms = Duration.toMillis(window)
        const [row] = yield* sql<{ readonly hits: number; readonly ms: number }>`
          INSERT INTO ${table("rate_limits")} AS r (key, hits, ends_at)
          VALUES (${key}, 1, now() + ${ms}::float8 * interval '1 millisecond')
          ON CONFLICT (key) DO UPDATE SET
            hits = CASE WHEN r.ends_at <= now() THEN 1 ELSE least(r.hits, ${limit}) + 1 END,
            ends_at = CASE WHEN r.ends_at <= now() THEN excluded.ends_at ELSE r.ends_at END
          RETURNING r.hits, extract(epoch FROM r.ends_at - now())::float8 * 1000 AS ms`
        if (row === undefined) return yield* new StorageError({ reason: new StorageFailed({ message: "Nothing was counted." }) })
        return {
          allowed: row.hits <= limit,
          remaining: Math.max(0, limit - row.hits),
          // One that waited for the row began before the one that opened the window.
          resetsIn: Duration.millis(Math.min(ms, Math.max(0, row.ms)))
        }
      }, asOperation),

      // Whoever opens a window anew holds its row: passed over, and not waited for.
      prune: Effect.fn("RateLimits.prune")(function*(limit) {
        const rows = yield* sql`
          WITH o AS MATERIALIZED (
            SELECT r.key FROM ${table("rate_limits")} r WHERE r.ends_at <= now() LIMIT ${limit} FOR UPDATE SKIP LOCKED
          )
          DELETE FROM ${table("rate_limits")} r USING o WHERE r.key = o.key AND r.ends_at <= now() RETURNING 1`
        return rows.length
      }, asOperation)
    }))
)
