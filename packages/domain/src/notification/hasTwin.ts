import * as Effect from "effect/Effect"
import { Outbox } from "../ports/Outbox.ts"
import type { Delivery } from "./Delivery.ts"

/**
 * Whether another delivery owes the same event to where this one was sent: that one tells of its own fate. Not one that
 * was skipped: it may have been passed over when the event was decided, and no word was owed of that.
 */
export const hasTwin = ({ address, executionId, id, kind, notificationId, taskId, userId }: Delivery) =>
  Outbox.use((outbox) => outbox.deliveries({ userId, taskId, executionId, kind, limit: 100, offset: 0 })).pipe(
    Effect.map((all) =>
      all.some((other) =>
        other.id !== id && other.notificationId === notificationId && other.address === address && other.status !== "skipped"
      )
    )
  )
