import { Delivery, Digest, DigestRepository, StorageError, StorageFailed } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { assignments, columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeReadable, decodeRows } from "../decodeRows.ts"
import { deliveryColumns } from "../outbox/outboxColumns.ts"
import { Presence } from "../queue/Presence.ts"
import { claimDigests } from "./claimDigests.ts"
import { digestColumns } from "./digestColumns.ts"
import { pruneDigests } from "./pruneDigests.ts"

const encodeDigest = Schema.encodeSync(Schema.toCodecJson(Digest))
const decodeDigest = decodeRows(Digest, "digests")
const decodeDigests = decodeReadable(Digest, "digests")
const decodeDeliveries = decodeReadable(Delivery, "deliveries")

/** What no outcome changes. */
const fixed = ["id", "userId", "kind", "fence", "createdAt"]

export const PostgresDigestRepository: Layer.Layer<DigestRepository, never, Database | Presence> = Layer.effect(
  DigestRepository,
  Effect.gen(function*() {
    const database = yield* Database
    const presence = yield* Presence
    const { json, sql, table, text } = database
    const digests = table("digests")
    const deliveries = table("deliveries")

    return DigestRepository.of({
      // Written over with itself where one is pending: so the row is locked and answered, and nobody can send it before
      // what joins it is committed.
      open: Effect.fn("DigestRepository.open")(function*(fresh) {
        const rows = yield* sql`
          INSERT INTO ${digests} AS d (${text(columnList(digestColumns))})
          SELECT ${text(fieldList(digestColumns, "r"))}
          FROM jsonb_to_record(${json(encodeDigest(fresh))}) AS r(${text(recordDefinition(digestColumns))})
          ON CONFLICT (user_id, kind) WHERE status = 'pending' DO UPDATE SET user_id = d.user_id
          RETURNING ${text(selectList(digestColumns, "d"))}`
        const [digest] = yield* decodeDigest(rows)
        if (digest === undefined) {
          return yield* new StorageError({ reason: new StorageFailed({ message: "No digest was opened or found." }) })
        }
        return digest
      }, asOperation),

      members: Effect.fn("DigestRepository.members")(function*(id) {
        const rows = yield* sql<{ readonly id: string }>`
          SELECT ${text(selectList(deliveryColumns, "d"))} FROM ${deliveries} d
          WHERE d.digest_id = ${id} AND d.status = 'pending' ORDER BY d.id`
        return (yield* decodeDeliveries(rows, (row) => row.id)).map(({ entity }) => entity)
      }, asOperation),

      claim: Effect.fn("DigestRepository.claim")(function*(options) {
        yield* presence.releaseGone
        const claimed = yield* claimDigests(database, options, yield* presence.session)
        return (yield* decodeDigests(claimed, ({ id }) => id)).map(({ entity }) => entity)
      }, asOperation),

      save: Effect.fn("DigestRepository.save")(function*(digest) {
        const saved = yield* sql`
          UPDATE ${digests} d
          SET ${text(assignments(digestColumns, "r", fixed))}, lease_until = NULL, lease_owner = NULL, lease_session = NULL
          FROM jsonb_to_record(${json(encodeDigest(digest))}) AS r(${text(recordDefinition(digestColumns))})
          WHERE d.id = r.id AND d.status = 'pending' AND d.fence = r.fence
          RETURNING d.id`
        return saved.length > 0
      }, asOperation),

      move: Effect.fn("DigestRepository.move")(function*(userId, kind, dueAt) {
        const at = DateTime.toDateUtc(dueAt)
        yield* sql`
          WITH moved AS (
            UPDATE ${digests} SET due_at = ${at} WHERE user_id = ${userId} AND kind = ${kind} AND status = 'pending' RETURNING id
          )
          UPDATE ${deliveries} d SET due_at = ${at} FROM moved WHERE d.digest_id = moved.id AND d.status = 'pending'`
      }, asOperation),

      prune: Effect.fn("DigestRepository.prune")(function*(which) {
        return (yield* pruneDigests(database, which)).length
      }, asOperation),

      untilNext: Effect.fn("DigestRepository.untilNext")(function*(kind) {
        const rows = yield* sql<{ readonly ms: number | null }>`
          SELECT ceil(extract(epoch FROM min(greatest(due_at, coalesce(lease_until, due_at))) - now()) * 1000)::float8 AS ms
          FROM ${digests} WHERE kind = ${kind} AND status = 'pending'`
        return Option.map(Option.fromNullishOr(rows[0]?.ms), (ms) => Duration.millis(Math.max(0, ms)))
      }, asOperation)
    })
  })
)
