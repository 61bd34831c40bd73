import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { DeliveryId, UserId } from "../ids.ts"
import { Outbox, type PutBackQuery } from "../ports/Outbox.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { DeliveryNotFound } from "./refusals.ts"

/**
 * Puts a delivery that failed or was skipped back by hand: it is due at once, under the id it has always had, and climbs
 * the ladder anew. One that is owed still, or was sent, is answered as it is, so asking twice changes nothing.
 */
export const resendDelivery = Effect.fn("resendDelivery")(function*(userId: UserId, id: DeliveryId) {
  const outbox = yield* Outbox
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    yield* outbox.putBack({ userId, id, taskId: null, executionId: null, kind: null, since: null })
    const delivery = yield* outbox.delivery(userId, id)
    return Option.isSome(delivery) ? delivery.value : yield* new DeliveryNotFound()
  }))
})

/** The same for all that was owed since an instant; answers how many were put back. */
export const resendAll = Effect.fn("resendAll")(function*(which: Omit<PutBackQuery, "id">) {
  return yield* (yield* Outbox).putBack({ ...which, id: null })
})
