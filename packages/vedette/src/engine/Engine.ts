import * as Effect from "effect/Effect"
import { startDeliveryLoop } from "./DeliveryLoop.ts"
import { startReconcileLoop } from "./ReconcileLoop.ts"
import { startRunLoop } from "./RunLoop.ts"

/**
 * The engine of one worker: runs what is due, delivers what is owed, repairs lost wake-ups, for the life of the scope.
 * Any number of processes may run one over the same storage.
 */
export const startEngine = Effect.gen(function*() {
  const deliverNow = yield* startDeliveryLoop
  yield* startReconcileLoop
  yield* startRunLoop(deliverNow)
})
