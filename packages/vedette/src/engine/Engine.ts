import { Notifiers } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { startDeliveryLoop } from "./DeliveryLoop.ts"
import { startDigestLoop } from "./DigestLoop.ts"
import { budgetDuty } from "./duty/budgetDuty.ts"
import { reconcileDuty } from "./duty/reconcileDuty.ts"
import { requestsDuty } from "./duty/requestsDuty.ts"
import { retentionDuty } from "./duty/retentionDuty.ts"
import { startDuty } from "./duty/startDuty.ts"
import { EngineOptions } from "./EngineOptions.ts"
import { Fitness, makeFitness } from "./Fitness.ts"
import { startRunLoop } from "./RunLoop.ts"
import { makeStopping } from "./Stopping.ts"

/**
 * The engine of one worker: runs what is due, delivers what is owed, takes its turns at the recurring duties, for
 * the life of the scope.
 * Any number of processes may run one over the same storage.
 *
 * While the storage has a schema that this version cannot work on, it takes up nothing and lets end what it has in hand.
 *
 * When the scope closes runs drain first, then one channel after the other, and those that come later go on meanwhile.
 * All of it within one `drainWithin`.
 */
export const startEngine = Effect.gen(function*() {
  const options = yield* EngineOptions
  const notifiers = yield* Notifiers
  const stopping = yield* makeStopping(options.drainWithin)
  const nudges = yield* Effect.forEach([...notifiers.keys()], (kind) => startDeliveryLoop(kind, stopping))
  for (const { deliverDigest, kind } of notifiers.values()) {
    if (deliverDigest !== undefined) yield* startDigestLoop(kind, stopping)
  }
  yield* startDuty(reconcileDuty(options.reconcileEvery))
  yield* startDuty(retentionDuty(options))
  yield* startDuty(requestsDuty)
  yield* startDuty(budgetDuty)
  yield* startRunLoop(Effect.all(nudges, { discard: true }))
  // Finalizers run in reverse: added last, it starts the clock before anything drains.
  yield* Effect.addFinalizer(() => stopping.begin)
}).pipe(Effect.provideServiceEffect(Fitness, makeFitness))
