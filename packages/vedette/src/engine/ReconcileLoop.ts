import { WorkQueue } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { EngineOptions } from "./EngineOptions.ts"

/** Gives due tasks whose wake-up was lost a new one, now and then, for the life of the scope. */
export const startReconcileLoop = Effect.gen(function*() {
  const options = yield* EngineOptions
  const queue = yield* WorkQueue
  const turn = Effect.gen(function*() {
    const repaired = yield* queue.reconcile
    if (repaired > 0) yield* Effect.logWarning(`Rebuilt ${repaired} lost wake-ups`)
  }).pipe(
    Effect.catchCause((cause) => Effect.logWarning("Reconciling failed; trying again later", cause)),
    Effect.andThen(Effect.sleep(options.reconcileEvery))
  )
  yield* Effect.forkScoped(Effect.forever(turn))
})
