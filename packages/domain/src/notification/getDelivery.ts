import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { DeliveryId, UserId } from "../ids.ts"
import { Outbox } from "../ports/Outbox.ts"
import { DeliveryNotFound } from "./refusals.ts"

/** One delivery of an owner's, with every try of it. */
export const getDelivery = Effect.fn("getDelivery")(function*(userId: UserId, id: DeliveryId) {
  const outbox = yield* Outbox
  const found = yield* outbox.delivery(userId, id)
  if (Option.isNone(found)) return yield* new DeliveryNotFound()
  return { delivery: found.value, attempts: yield* outbox.attempts(id) }
})
