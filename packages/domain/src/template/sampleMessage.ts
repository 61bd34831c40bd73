import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type DeliveryId, type ExecutionId, freshId, type NotificationId, type TaskId } from "../ids.ts"
import type { OutgoingMessage } from "../notification/NotificationMessage.ts"

const shop = "https://shop.example/kettle?colour=blue&size=1"

/** A message as a run might have decided it, with the characters in it that wording has to bear. */
export const sampleMessage = Effect.fnUntraced(function*(now: DateTime.Utc) {
  const outgoing: OutgoingMessage = {
    deliveryId: yield* freshId<DeliveryId>(),
    message: {
      notificationId: yield* freshId<NotificationId>(),
      event: "condition_met",
      taskId: yield* freshId<TaskId>(),
      taskName: "Blue kettle below 50 € <sample>",
      searchQuery: `What does the blue kettle cost at ${shop}?`,
      conditionDescription: "the price is below 50 €",
      executionId: yield* freshId<ExecutionId>(),
      occurredAt: now,
      answer: "The price is 45.00 EUR, below 50 EUR (Tea & Co).",
      evidence: "The shop's structured data says 45.00 EUR.",
      confidence: 95,
      sources: [{ uri: shop, title: "Blue kettle | Tea & Co" }],
      quotes: [{
        text: "Our price today: 45.00 €",
        uri: shop,
        verified: true,
        readAt: now,
        pageHash: "0".repeat(64),
        passage: "Blue kettle. Our price today: 45.00 €. In stock."
      }],
      context: null,
      health: null,
      failure: null
    }
  }
  return outgoing
})
