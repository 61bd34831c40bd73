import { AddressCode, ConsentRepository, OptOut, VerifiedAddress } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeReadable } from "../decodeRows.ts"
import { addressCodeColumns, optOutColumns, verifiedAddressColumns } from "./consentColumns.ts"

const encodeCode = Schema.encodeSync(Schema.toCodecJson(AddressCode))
const encodeVerified = Schema.encodeSync(Schema.toCodecJson(VerifiedAddress))
const encodeOptOut = Schema.encodeSync(Schema.toCodecJson(OptOut))
const decodeCodes = decodeReadable(AddressCode, "address_codes")
const decodeVerified = decodeReadable(VerifiedAddress, "verified_addresses")
const decodeOptOuts = decodeReadable(OptOut, "opt_outs")

export const PostgresConsentRepository: Layer.Layer<ConsentRepository, never, Database> = Layer.effect(
  ConsentRepository,
  Effect.gen(function*() {
    const { json, schema, sql, table, text } = yield* Database
    const codes = table("address_codes")
    const verified = table("verified_addresses")
    const optOuts = table("opt_outs")

    return ConsentRepository.of({
      // Of the user and not of a row: the first codes of a user have no row to lock. A statement of its own, because one
      // that waits for a lock sees the rows as they were before it waited.
      lockCodes: Effect.fn("ConsentRepository.lockCodes")(function*(userId) {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${schema}/address_codes/${userId}`}, 0))`
        const rows = yield* sql<{ readonly id: string }>`
          SELECT ${text(selectList(addressCodeColumns, "c"))} FROM ${codes} c WHERE c.user_id = ${userId} ORDER BY c.id DESC`
        return (yield* decodeCodes(rows, ({ id }) => id)).map(({ entity }) => entity)
      }, asOperation),

      insertCode: Effect.fn("ConsentRepository.insertCode")(function*(code) {
        yield* sql`
          INSERT INTO ${codes} (${text(columnList(addressCodeColumns))})
          SELECT ${text(fieldList(addressCodeColumns, "r"))}
          FROM jsonb_to_record(${json(encodeCode(code))}) AS r(${text(recordDefinition(addressCodeColumns))})`
      }, asOperation),

      saveCode: Effect.fn("ConsentRepository.saveCode")(function*({ closedAt, id, tries }) {
        yield* sql`
          UPDATE ${codes} SET tries = ${tries}, closed_at = ${closedAt === null ? null : DateTime.toDateUtc(closedAt)}::timestamptz
          WHERE id = ${id}`
      }, asOperation),

      removeCode: Effect.fn("ConsentRepository.removeCode")(function*(id) {
        yield* sql`DELETE FROM ${codes} WHERE id = ${id}`
      }, asOperation),

      forgetCodes: Effect.fn("ConsentRepository.forgetCodes")(function*(userId, before) {
        yield* sql`DELETE FROM ${codes} WHERE user_id = ${userId} AND created_at < ${DateTime.toDateUtc(before)}`
      }, asOperation),

      verified: Effect.fn("ConsentRepository.verified")(function*(userId, kind) {
        const rows = yield* sql<{ readonly address: string }>`
          SELECT ${text(selectList(verifiedAddressColumns, "v"))} FROM ${verified} v
          WHERE v.user_id = ${userId} AND v.kind = ${kind} ORDER BY v.address COLLATE "C"`
        return (yield* decodeVerified(rows, ({ address }) => `${userId}/${kind}/${address}`)).map(({ entity }) => entity)
      }, asOperation),

      verify: Effect.fn("ConsentRepository.verify")(function*(address) {
        yield* sql`
          INSERT INTO ${verified} (${text(columnList(verifiedAddressColumns))})
          SELECT ${text(fieldList(verifiedAddressColumns, "r"))}
          FROM jsonb_to_record(${json(encodeVerified(address))}) AS r(${text(recordDefinition(verifiedAddressColumns))})
          ON CONFLICT DO NOTHING`
      }, asOperation),

      unverify: Effect.fn("ConsentRepository.unverify")(function*(userId, kind, address) {
        const removed = yield* sql`
          DELETE FROM ${verified} WHERE user_id = ${userId} AND kind = ${kind} AND address = ${address} RETURNING address`
        return removed.length > 0
      }, asOperation),

      optOuts: Effect.fn("ConsentRepository.optOuts")(function*(userId, kind) {
        const rows = yield* sql<{ readonly address: string; readonly taskId: string | null }>`
          SELECT ${text(selectList(optOutColumns, "o"))} FROM ${optOuts} o
          WHERE o.user_id = ${userId} AND o.kind = ${kind} ORDER BY o.address COLLATE "C", o.task_id NULLS FIRST`
        const found = yield* decodeOptOuts(rows, ({ address, taskId }) => `${userId}/${kind}/${address}/${taskId}`)
        return found.map(({ entity }) => entity)
      }, asOperation),

      optOut: Effect.fn("ConsentRepository.optOut")(function*(optOut) {
        yield* sql`
          INSERT INTO ${optOuts} (${text(columnList(optOutColumns))})
          SELECT ${text(fieldList(optOutColumns, "r"))}
          FROM jsonb_to_record(${json(encodeOptOut(optOut))}) AS r(${text(recordDefinition(optOutColumns))})
          ON CONFLICT DO NOTHING`
      }, asOperation),

      optIn: Effect.fn("ConsentRepository.optIn")(function*({ address, kind, taskId, userId }) {
        const removed = yield* sql`
          DELETE FROM ${optOuts}
          WHERE user_id = ${userId} AND kind = ${kind} AND address = ${address}
            AND task_id IS NOT DISTINCT FROM ${taskId}::uuid
          RETURNING address`
        return removed.length > 0
      }, asOperation)
    })
  })
)
