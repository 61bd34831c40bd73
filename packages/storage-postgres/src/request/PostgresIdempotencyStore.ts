import { type Begun, IdempotencyStore, KeptAnswer } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { Database } from "../Database.ts"
import { decodeRows } from "../decodeRows.ts"

const decode = decodeRows(
  Schema.Struct({ fingerprint: Schema.String, answer: Schema.NullOr(KeptAnswer) }),
  "idempotency_keys"
)

/** A row may be forgotten between the statement that found it in the way and the one that reads it: then try again. */
const TRIES = 3

export const PostgresIdempotencyStore: Layer.Layer<IdempotencyStore, never, Database> = Layer.effect(
  IdempotencyStore,
  Effect.map(Database, ({ json, sql, table }) => {
    const requests = table("idempotency_keys")
    const ahead = (duration: Duration.Duration) =>
      sql`now() + ${Duration.toMillis(duration)}::float8 * interval '1 millisecond'`

    return IdempotencyStore.of({
      begin: Effect.fn("IdempotencyStore.begin")(function*(claim, { hold, keep }) {
        const { fingerprint, key, owner, token } = claim
        for (let n = 0; n < TRIES; n++) {
          const taken = yield* sql`
            INSERT INTO ${requests} AS i (user_id, key, fingerprint, token, held_until, forget_at)
            VALUES (${owner}, ${key}, ${fingerprint}, ${token}, ${ahead(hold)}, ${ahead(keep)})
            ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, token = excluded.token,
              held_until = excluded.held_until, forget_at = excluded.forget_at, answer = NULL
            WHERE i.forget_at <= now()
              OR (i.answer IS NULL AND i.held_until <= now() AND i.fingerprint = excluded.fingerprint)
            RETURNING 1`
          if (taken.length > 0) return { _tag: "New" } satisfies Begun
          const [stored] = yield* decode(yield* sql`
            SELECT i.fingerprint, i.answer FROM ${requests} i WHERE i.user_id = ${owner} AND i.key = ${key}`)
          if (stored === undefined) continue
          if (stored.fingerprint !== fingerprint) return { _tag: "Different" } satisfies Begun
          if (stored.answer !== null) return { _tag: "Answered", answer: stored.answer } satisfies Begun
          return { _tag: "InFlight" } satisfies Begun
        }
        return { _tag: "InFlight" } satisfies Begun
      }, asOperation),

      finish: Effect.fn("IdempotencyStore.finish")(function*({ key, owner, token }, answer) {
        const rows = yield* sql`
          UPDATE ${requests} i SET answer = ${json(answer)}
          WHERE i.user_id = ${owner} AND i.key = ${key} AND i.token = ${token} AND i.answer IS NULL RETURNING 1`
        return rows.length > 0
      }, asOperation),

      abandon: Effect.fn("IdempotencyStore.abandon")(function*({ key, owner, token }) {
        yield* sql`
          DELETE FROM ${requests} i
          WHERE i.user_id = ${owner} AND i.key = ${key} AND i.token = ${token} AND i.answer IS NULL`
      }, asOperation),

      prune: Effect.fn("IdempotencyStore.prune")(function*(limit) {
        const rows = yield* sql`
          WITH o AS MATERIALIZED (
            SELECT i.user_id, i.key FROM ${requests} i WHERE i.forget_at <= now()
            ORDER BY i.forget_at
            LIMIT ${limit}
            FOR UPDATE SKIP LOCKED
          )
          DELETE FROM ${requests} i USING o
          WHERE i.user_id = o.user_id AND i.key = o.key AND i.forget_at <= now()
          RETURNING 1`
        return rows.length
      }, asOperation)
    })
  })
)
