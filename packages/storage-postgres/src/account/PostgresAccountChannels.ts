import { AccountChannel, AccountChannels, type ChannelKind, type UserId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { columnList, excludedList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeReadable, decodeRows } from "../decodeRows.ts"
import { accountChannelColumns } from "./accountColumns.ts"

const encodeChannel = Schema.encodeSync(Schema.toCodecJson(AccountChannel))
const decodeChannel = decodeRows(AccountChannel, "account_channels")
const decodeChannels = decodeReadable(AccountChannel, "account_channels")

export const PostgresAccountChannels: Layer.Layer<AccountChannels, never, Database> = Layer.effect(
  AccountChannels,
  Effect.gen(function*() {
    const { json, schema, sql, table, text } = yield* Database
    const channels = table("account_channels")
    const columns = text(selectList(accountChannelColumns, "c"))

    const select = Effect.fnUntraced(function*(userId: UserId, kind: ChannelKind) {
      const rows = yield* sql`SELECT ${columns} FROM ${channels} c WHERE c.user_id = ${userId} AND c.kind = ${kind}`
      return Option.fromUndefinedOr((yield* decodeChannel(rows))[0])
    })

    return AccountChannels.of({
      find: Effect.fn("AccountChannels.find")(select, asOperation),

      // A row lock would not hold the place of a row that is not there yet. A statement of its own, because the one
      // that waits for a lock sees the rows as they were before it waited.
      lock: Effect.fn("AccountChannels.lock")(function*(userId, kind) {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${schema}/account_channels/${userId}/${kind}`}, 0))`
        return yield* select(userId, kind)
      }, asOperation),

      list: Effect.fn("AccountChannels.list")(function*(userId) {
        const rows = yield* sql<{ readonly kind: string }>`
          SELECT ${columns} FROM ${channels} c WHERE c.user_id = ${userId} ORDER BY c.kind COLLATE "C"`
        return (yield* decodeChannels(rows, ({ kind }) => `${userId}/${kind}`)).map(({ entity }) => entity)
      }, asOperation),

      save: Effect.fn("AccountChannels.save")(function*(channel) {
        yield* sql`
          INSERT INTO ${channels} (${text(columnList(accountChannelColumns))})
          SELECT ${text(fieldList(accountChannelColumns, "r"))}
          FROM jsonb_to_record(${json(encodeChannel(channel))}) AS r(${text(recordDefinition(accountChannelColumns))})
          ON CONFLICT (user_id, kind) DO UPDATE SET ${text(excludedList(accountChannelColumns, ["userId", "kind"]))}`
      }, asOperation),

      remove: Effect.fn("AccountChannels.remove")(function*(userId, kind) {
        const removed = yield* sql`
          DELETE FROM ${channels} c WHERE c.user_id = ${userId} AND c.kind = ${kind} RETURNING c.kind`
        return removed.length > 0
      }, asOperation)
    })
  })
)
