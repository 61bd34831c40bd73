import * as Effect from "effect/Effect"
import { type DeliveryQuery, Outbox } from "../ports/Outbox.ts"

/** A page of what was owed to an owner and what became of it, newest first, and how many there are in all. */
export const listDeliveries = Effect.fn("listDeliveries")(function*(
  query: DeliveryQuery & { readonly limit: number; readonly offset: number }
) {
  const outbox = yield* Outbox
  return { deliveries: yield* outbox.deliveries(query), total: yield* outbox.countDeliveries(query) }
})
