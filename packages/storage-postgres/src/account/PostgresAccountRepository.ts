import { AccountRepository, ApiKey, User, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { assignments, columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeReadable, decodeRows } from "../decodeRows.ts"
import { refusable } from "../PostgresUnitOfWork.ts"
import { apiKeyColumns, userColumns } from "./accountColumns.ts"

const encodeUser = Schema.encodeSync(Schema.toCodecJson(User))
const encodeKey = Schema.encodeSync(Schema.toCodecJson(ApiKey))
const decodeUsers = decodeRows(User, "users")
const decodeKeys = decodeReadable(ApiKey, "api_keys")

export const PostgresAccountRepository: Layer.Layer<AccountRepository, never, Database> = Layer.effect(
  AccountRepository,
  Effect.gen(function*() {
    const { json, sql, table, text } = yield* Database
    const users = table("users")
    const keys = table("api_keys")

    const keysOf = Effect.fnUntraced(function*(userId: UserId) {
      const rows = yield* sql<{ readonly id: string }>`
        SELECT ${text(selectList(apiKeyColumns, "k"))} FROM ${keys} k WHERE k.user_id = ${userId} ORDER BY k.id DESC`
      return (yield* decodeKeys(rows, ({ id }) => id)).map(({ entity }) => entity)
    })

    return AccountRepository.of({
      insertUser: Effect.fn("AccountRepository.insertUser")(function*(user) {
        yield* refusable(sql)(sql`
          INSERT INTO ${users} (${text(columnList(userColumns))})
          SELECT ${text(fieldList(userColumns, "r"))}
          FROM jsonb_to_record(${json(encodeUser(user))}) AS r(${text(recordDefinition(userColumns))})`)
      }, asOperation),

      findUser: Effect.fn("AccountRepository.findUser")(function*(id) {
        const rows = yield* sql`SELECT ${text(selectList(userColumns, "u"))} FROM ${users} u WHERE u.id = ${id}`
        return Option.fromUndefinedOr((yield* decodeUsers(rows))[0])
      }, asOperation),

      findIdentity: Effect.fn("AccountRepository.findIdentity")(function*({ issuer, subject }) {
        const rows = yield* sql`
          SELECT ${text(selectList(userColumns, "u"))} FROM ${users} u WHERE u.issuer = ${issuer} AND u.subject = ${subject}`
        return Option.fromUndefinedOr((yield* decodeUsers(rows))[0])
      }, asOperation),

      saveUser: Effect.fn("AccountRepository.saveUser")(function*(user) {
        const rows = yield* sql`
          UPDATE ${users} u SET ${text(assignments(userColumns, "r", ["id", "createdAt", "issuer", "subject"]))}
          FROM jsonb_to_record(${json(encodeUser(user))}) AS r(${text(recordDefinition(userColumns))})
          WHERE u.id = r."id" RETURNING u.id`
        return rows.length > 0
      }, asOperation),

      insertKey: Effect.fn("AccountRepository.insertKey")(function*(key) {
        yield* refusable(sql)(sql`
          INSERT INTO ${keys} (${text(columnList(apiKeyColumns))})
          SELECT ${text(fieldList(apiKeyColumns, "r"))}
          FROM jsonb_to_record(${json(encodeKey(key))}) AS r(${text(recordDefinition(apiKeyColumns))})`)
      }, asOperation),

      findKeys: Effect.fn("AccountRepository.findKeys")(function*(prefix) {
        const rows = yield* sql<{ readonly id: string }>`
          SELECT ${text(selectList(apiKeyColumns, "k"))} FROM ${keys} k WHERE k.prefix = ${prefix} ORDER BY k.id`
        return (yield* decodeKeys(rows, ({ id }) => id)).map(({ entity }) => entity)
      }, asOperation),

      listKeys: Effect.fn("AccountRepository.listKeys")(keysOf, asOperation),

      lockKeys: Effect.fn("AccountRepository.lockKeys")(function*(userId) {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`vedette api keys ${userId}`}, 0))`
        return yield* keysOf(userId)
      }, asOperation),

      deleteKeys: Effect.fn("AccountRepository.deleteKeys")(function*(userId, ids) {
        if (ids.length > 0) yield* sql`DELETE FROM ${keys} k WHERE k.id = ANY(${[...ids]}::uuid[]) AND k.user_id = ${userId}`
      }, asOperation),

      revokeKey: Effect.fn("AccountRepository.revokeKey")(function*(userId, id, at) {
        const rows = yield* sql<{ readonly id: string }>`
          UPDATE ${keys} k SET revoked_at = coalesce(k.revoked_at, ${DateTime.toDateUtc(at)})
          WHERE k.id = ${id} AND k.user_id = ${userId} RETURNING ${text(selectList(apiKeyColumns, "k"))}`
        return Option.fromUndefinedOr((yield* decodeKeys(rows, ({ id }) => id))[0]?.entity)
      }, asOperation),

      touchKey: Effect.fn("AccountRepository.touchKey")(function*(id, usedAt) {
        // Two uses may arrive in any order; the later one stands.
        yield* sql`
          UPDATE ${keys} SET last_used_at = greatest(last_used_at, ${DateTime.toDateUtc(usedAt)}) WHERE id = ${id}`
      }, asOperation)
    })
  })
)
