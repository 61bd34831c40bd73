import { Delivery, DeliveryAttempt } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { assignments, columnList, fieldList, recordDefinition } from "../columns.ts"
import type { Database } from "../Database.ts"
import { deliveryAttemptColumns, deliveryColumns } from "./outboxColumns.ts"

const encodeDelivery = Schema.encodeSync(Schema.toCodecJson(Delivery))
const encodeAttempt = Schema.encodeSync(Schema.toCodecJson(DeliveryAttempt))

/** What no outcome changes: what is told and to whom was settled when it was owed. Where it was sent is the outcome's. */
const fixed = ["id", "notificationId", "userId", "taskId", "executionId", "event", "kind", "channelOf", "attemptsBefore", "fence", "createdAt"]

/** The outcome, its try and the end of the lease, or (no row answered) nothing, because the claim was lost. */
export const saveDelivery = (
  { json, sql, table, text }: Database["Service"],
  delivery: Delivery,
  attempt: DeliveryAttempt | null
) =>
  sql`
    WITH saved AS (
      UPDATE ${table("deliveries")} d
      SET ${text(assignments(deliveryColumns, "r", fixed))}, lease_until = NULL, lease_owner = NULL, lease_session = NULL
      FROM jsonb_to_record(${json(encodeDelivery(delivery))}) AS r(${text(recordDefinition(deliveryColumns))})
      WHERE d.id = r.id AND d.status = 'pending' AND d.fence = r.fence
      RETURNING d.id
    ), tried AS (
      INSERT INTO ${table("delivery_attempts")} (${text(columnList(deliveryAttemptColumns))})
      SELECT ${text(fieldList(deliveryAttemptColumns, "a"))}
      FROM jsonb_to_recordset(${json(attempt === null ? [] : [encodeAttempt(attempt)])})
        AS a(${text(recordDefinition(deliveryAttemptColumns))})
      JOIN saved ON saved.id = a."deliveryId"
    )
    SELECT id FROM saved`
