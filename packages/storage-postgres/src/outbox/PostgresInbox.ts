import { Inbox, type InboxMark, type InboxQuery, Notification } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeReadable } from "../decodeRows.ts"
import { notificationColumns } from "./outboxColumns.ts"

const decodeNotifications = decodeReadable(Notification, "notifications")

interface EntryRow {
  readonly id: string
  readonly changeSummary: string | null
  readonly readAt: Date | null
  readonly archivedAt: Date | null
}

const instant = Schema.decodeSync(Schema.DateTimeUtcFromDate)
const orNull = (date: Date | null) => date === null ? null : instant(date)

/** A mark that stands keeps its time. */
const marks: Readonly<Record<InboxMark, string>> = {
  read: "read_at = coalesce(n.read_at, now())",
  unread: "read_at = NULL",
  archive: "archived_at = coalesce(n.archived_at, now())",
  unarchive: "archived_at = NULL"
}

export const PostgresInbox: Layer.Layer<Inbox, never, Database> = Layer.effect(
  Inbox,
  Effect.gen(function*() {
    const { sql, table, text } = yield* Database
    const notifications = table("notifications")

    const asked = ({ archived, since, taskId, unread, until, userId }: InboxQuery) =>
      sql.and([
        sql`n.user_id = ${userId} AND n.event = 'condition_met'`,
        ...(taskId === null ? [] : [sql`n.task_id = ${taskId}`]),
        ...(unread === null ? [] : [unread ? sql`n.read_at IS NULL` : sql`n.read_at IS NOT NULL`]),
        ...(archived === null ? [] : [archived ? sql`n.archived_at IS NOT NULL` : sql`n.archived_at IS NULL`]),
        ...(since === null ? [] : [sql`n.created_at >= ${DateTime.toDateUtc(since)}`]),
        ...(until === null ? [] : [sql`n.created_at < ${DateTime.toDateUtc(until)}`])
      ])

    return Inbox.of({
      entries: Effect.fn("Inbox.entries")(function*({ limit, offset, ...query }) {
        const rows = yield* sql<EntryRow>`
          SELECT ${text(selectList(notificationColumns, "n"))}, e.change_summary AS "changeSummary",
            n.read_at AS "readAt", n.archived_at AS "archivedAt"
          FROM ${notifications} n JOIN ${table("executions")} e ON e.id = n.execution_id
          WHERE ${asked(query)}
          ORDER BY n.id DESC LIMIT ${limit} OFFSET ${offset}`
        return (yield* decodeNotifications(rows, ({ id }) => id)).map(({ entity, row }) => ({
          notification: entity,
          changeSummary: row.changeSummary,
          readAt: orNull(row.readAt),
          archivedAt: orNull(row.archivedAt)
        }))
      }, asOperation),

      count: Effect.fn("Inbox.count")(function*(query) {
        const [row] = yield* sql<{ readonly total: number }>`
          SELECT count(*)::int AS total FROM ${notifications} n WHERE ${asked(query)}`
        return row?.total ?? 0
      }, asOperation),

      mark: Effect.fn("Inbox.mark")(function*(userId, id, mark) {
        const rows = yield* sql`
          UPDATE ${notifications} n SET ${text(marks[mark])}
          WHERE n.user_id = ${userId} AND n.execution_id = ${id} AND n.event = 'condition_met'
          RETURNING n.id`
        return rows.length > 0
      }, asOperation),

      readAll: Effect.fn("Inbox.readAll")(function*(query) {
        const rows = yield* sql`
          UPDATE ${notifications} n SET read_at = now() WHERE ${asked(query)} AND n.read_at IS NULL RETURNING n.id`
        return rows.length
      }, asOperation)
    })
  })
)
