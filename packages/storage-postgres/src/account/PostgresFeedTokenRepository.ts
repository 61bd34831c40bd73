import { FeedToken, FeedTokenRepository } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeReadable, decodeRows } from "../decodeRows.ts"
import { refusable } from "../PostgresUnitOfWork.ts"
import { feedTokenColumns } from "./accountColumns.ts"

const encode = Schema.encodeSync(Schema.toCodecJson(FeedToken))
const decodeOne = decodeRows(FeedToken, "feed_tokens")
const decodeMany = decodeReadable(FeedToken, "feed_tokens")
const columns = selectList(feedTokenColumns, "t")

export const PostgresFeedTokenRepository: Layer.Layer<FeedTokenRepository, never, Database> = Layer.effect(
  FeedTokenRepository,
  Effect.map(Database, ({ json, sql, table, text }) => {
    const tokens = table("feed_tokens")
    return FeedTokenRepository.of({
      insert: Effect.fn("FeedTokenRepository.insert")(function*(token) {
        yield* refusable(sql)(sql`
          INSERT INTO ${tokens} (${text(columnList(feedTokenColumns))})
          SELECT ${text(fieldList(feedTokenColumns, "r"))}
          FROM jsonb_to_record(${json(encode(token))}) AS r(${text(recordDefinition(feedTokenColumns))})`)
      }, asOperation),

      findByDigest: Effect.fn("FeedTokenRepository.findByDigest")(function*(digest) {
        const rows = yield* sql`SELECT ${text(columns)} FROM ${tokens} t WHERE t.digest = ${digest}`
        return Option.fromUndefinedOr((yield* decodeOne(rows))[0])
      }, asOperation),

      list: Effect.fn("FeedTokenRepository.list")(function*(userId) {
        const rows = yield* sql<{ readonly id: string }>`
          SELECT ${text(columns)} FROM ${tokens} t WHERE t.user_id = ${userId} ORDER BY t.id DESC`
        return (yield* decodeMany(rows, ({ id }) => id)).map(({ entity }) => entity)
      }, asOperation),

      lockCount: Effect.fn("FeedTokenRepository.lockCount")(function*(userId) {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`vedette feed tokens ${userId}`}, 0))`
        const rows = yield* sql<{ readonly count: number }>`SELECT count(*)::int AS count FROM ${tokens} t WHERE t.user_id = ${userId}`
        return rows[0]?.count ?? 0
      }, asOperation),

      delete: Effect.fn("FeedTokenRepository.delete")(function*(userId, id) {
        const deleted = yield* sql`DELETE FROM ${tokens} t WHERE t.id = ${id} AND t.user_id = ${userId} RETURNING t.id`
        return deleted.length > 0
      }, asOperation)
    })
  })
)
