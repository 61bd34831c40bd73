import { MessageTemplate, MessageTemplates } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { columnList, excludedList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeRows } from "../decodeRows.ts"
import { messageTemplateColumns } from "./accountColumns.ts"

const encodeTemplate = Schema.encodeSync(Schema.toCodecJson(MessageTemplate))
const decodeTemplates = decodeRows(MessageTemplate, "message_templates")

export const PostgresMessageTemplates: Layer.Layer<MessageTemplates, never, Database> = Layer.effect(
  MessageTemplates,
  Effect.gen(function*() {
    const { json, sql, table, text } = yield* Database
    const templates = table("message_templates")

    return MessageTemplates.of({
      find: Effect.fn("MessageTemplates.find")(function*(userId, kind) {
        const rows = yield* sql`
          SELECT ${text(selectList(messageTemplateColumns, "t"))} FROM ${templates} t
          WHERE t.user_id = ${userId} AND t.kind = ${kind}`
        return Option.fromUndefinedOr((yield* decodeTemplates(rows))[0])
      }, asOperation),

      save: Effect.fn("MessageTemplates.save")(function*(template) {
        yield* sql`
          INSERT INTO ${templates} (${text(columnList(messageTemplateColumns))})
          SELECT ${text(fieldList(messageTemplateColumns, "r"))}
          FROM jsonb_to_record(${json(encodeTemplate(template))}) AS r(${text(recordDefinition(messageTemplateColumns))})
          ON CONFLICT (user_id, kind) DO UPDATE SET ${text(excludedList(messageTemplateColumns, ["userId", "kind"]))}`
      }, asOperation),

      remove: Effect.fn("MessageTemplates.remove")(function*(userId, kind) {
        const removed = yield* sql`DELETE FROM ${templates} t WHERE t.user_id = ${userId} AND t.kind = ${kind} RETURNING t.kind`
        return removed.length > 0
      }, asOperation)
    })
  })
)
