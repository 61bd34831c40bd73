import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const found = "deliveries are found by task, by execution and by kind, and by all of them at once"
const counted = "the count is of all the deliveries that the query finds, whatever the page"

/** Outboxes with one defect each in what their log answers, over the memory storage. */
export const brokenSendLogs: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "lists oldest first",
    ({ outbox }) => ({
      outbox: { ...outbox, deliveries: (query) => Effect.map(outbox.deliveries(query), (rows) => rows.toReversed()) }
    }),
    "another event, kind or address is owed for itself",
    "deliveries are listed newest first, and never another owner's"
  ),
  ...(["taskId", "executionId", "kind"] as const).map((field) =>
    brokenStorage(
      `does not look at the ${field} that was asked for`,
      ({ outbox }) => ({
        outbox: { ...outbox, deliveries: (query) => outbox.deliveries({ ...query, [field]: null }) }
      }),
      found
    )
  ),
  ...(["taskId", "executionId", "kind"] as const).map((field) =>
    brokenStorage(
      `does not look at the ${field} when it counts`,
      ({ outbox }) => ({
        outbox: { ...outbox, countDeliveries: (query) => outbox.countDeliveries({ ...query, [field]: null }) }
      }),
      counted
    )
  )
]
