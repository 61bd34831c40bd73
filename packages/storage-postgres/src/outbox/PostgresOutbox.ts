import { Delivery, DeliveryAttempt, type DeliveryQuery, Notification, Outbox } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { asOperation } from "../answerInTime.ts"
import { columnList, fieldList, recordDefinition, selectList } from "../columns.ts"
import { Database } from "../Database.ts"
import { decodeReadable, decodeRows } from "../decodeRows.ts"
import { atomically } from "../PostgresUnitOfWork.ts"
import { Presence } from "../queue/Presence.ts"
import { askedDeliveries } from "./askedDeliveries.ts"
import { claimDeliveries, dueDeliveries } from "./claimDeliveries.ts"
import { claimWithinLimits } from "./claimWithinLimits.ts"
import { deliveryAttemptColumns, deliveryColumns, notificationColumns } from "./outboxColumns.ts"
import { putBackDeliveries } from "./putBackDeliveries.ts"
import { saveDelivery } from "./saveDelivery.ts"
import { untilNextDelivery } from "./untilNextDelivery.ts"

const encodeNotification = Schema.encodeSync(Schema.toCodecJson(Notification))
const encodeDeliveries = Schema.encodeSync(Schema.toCodecJson(Schema.Array(Delivery)))
const decodeNotifications = decodeRows(Notification, "notifications")
const decodeDelivery = decodeRows(Delivery, "deliveries")
const decodeDeliveries = decodeReadable(Delivery, "deliveries")
const decodeAttempts = decodeReadable(DeliveryAttempt, "delivery_attempts")

export const PostgresOutbox: Layer.Layer<Outbox, never, Database | Presence> = Layer.effect(
  Outbox,
  Effect.gen(function*() {
    const database = yield* Database
    const presence = yield* Presence
    const { json, sql, table, text } = database
    const notifications = table("notifications")
    const deliveries = table("deliveries")

    const insertNotification = (notification: Notification) =>
      sql`
        INSERT INTO ${notifications} (${text(columnList(notificationColumns))})
        SELECT ${text(fieldList(notificationColumns, "r"))}
        FROM jsonb_to_record(${json(encodeNotification(notification))})
          AS r(${text(recordDefinition(notificationColumns))})
        ON CONFLICT DO NOTHING`

    // The join drops what is owed for a notification that was refused just before as told already.
    const insertDeliveries = (owed: ReadonlyArray<Delivery>) =>
      sql`
        INSERT INTO ${deliveries} (${text(columnList(deliveryColumns))})
        SELECT ${text(fieldList(deliveryColumns, "r"))}
        FROM jsonb_to_recordset(${json(encodeDeliveries(owed))}) AS r(${text(recordDefinition(deliveryColumns))})
        JOIN ${notifications} n ON n.id = r."notificationId"
        ORDER BY r.id
        ON CONFLICT DO NOTHING`

    const asked = (query: DeliveryQuery) => askedDeliveries(database, query)

    return Outbox.of({
      owe: Effect.fn("Outbox.owe")(function*(notification, owed) {
        yield* atomically(sql)(Effect.andThen(insertNotification(notification), insertDeliveries(owed)))
      }, asOperation),

      notification: Effect.fn("Outbox.notification")(function*(id) {
        const rows = yield* sql`
          SELECT ${text(selectList(notificationColumns, "n"))} FROM ${notifications} n WHERE n.id = ${id}`
        return Option.fromUndefinedOr((yield* decodeNotifications(rows))[0])
      }, asOperation),

      claim: Effect.fn("Outbox.claim")(function*(options) {
        yield* presence.releaseGone
        const session = yield* presence.session
        // Read after the lease was taken: to fail over one row here would lose the others until their leases end.
        const { limits = [] } = options
        const rows = limits.length === 0
          ? yield* claimDeliveries(database, options, dueDeliveries(database, options, text("id")), session)
          : yield* claimWithinLimits(database, options, limits, session)
        const claimed = yield* decodeDeliveries(rows, ({ id }) => id)
        return claimed.map(({ entity }) => entity)
      }, asOperation),

      save: Effect.fn("Outbox.save")(function*(delivery, attempt) {
        return (yield* saveDelivery(database, delivery, attempt)).length > 0
      }, asOperation),

      putBack: Effect.fn("Outbox.putBack")(function*(which) {
        return (yield* putBackDeliveries(database, which)).length
      }, asOperation),

      delivery: Effect.fn("Outbox.delivery")(function*(userId, id) {
        const rows = yield* sql`
          SELECT ${text(selectList(deliveryColumns, "d"))} FROM ${deliveries} d
          WHERE d.user_id = ${userId} AND d.id = ${id}`
        return Option.fromUndefinedOr((yield* decodeDelivery(rows))[0])
      }, asOperation),

      deliveries: Effect.fn("Outbox.deliveries")(function*(query) {
        const rows = yield* sql<{ readonly id: string }>`
          SELECT ${text(selectList(deliveryColumns, "d"))} FROM ${deliveries} d WHERE ${asked(query)}
          ORDER BY d.id DESC LIMIT ${query.limit} OFFSET ${query.offset}`
        return (yield* decodeDeliveries(rows, ({ id }) => id)).map(({ entity }) => entity)
      }, asOperation),

      countDeliveries: Effect.fn("Outbox.countDeliveries")(function*(query) {
        const [row] = yield* sql<{ readonly total: number }>`
          SELECT count(*)::int AS total FROM ${deliveries} d WHERE ${asked(query)}`
        return row?.total ?? 0
      }, asOperation),

      attempts: Effect.fn("Outbox.attempts")(function*(id) {
        const rows = yield* sql<{ readonly n: number }>`
          SELECT ${text(selectList(deliveryAttemptColumns, "a"))} FROM ${table("delivery_attempts")} a
          WHERE a.delivery_id = ${id} ORDER BY a.n`
        return (yield* decodeAttempts(rows, ({ n }) => `${id}/${n}`)).map(({ entity }) => entity)
      }, asOperation),

      untilNext: Effect.fn("Outbox.untilNext")(function*(kind) {
        const rows = yield* untilNextDelivery(database, kind)
        return Option.map(Option.fromNullishOr(rows[0]?.ms), (ms) => Duration.millis(Math.max(0, ms)))
      }, asOperation)
    })
  })
)
