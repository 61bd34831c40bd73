import { closeAbandonedRuns, WorkQueue } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { EngineOptions } from "./EngineOptions.ts"

/** Repairs what crashes leave behind, now and then, for the life of the scope: lost wake-ups, abandoned runs. */
export const startReconcileLoop = Effect.gen(function*() {
  const options = yield* EngineOptions
  const queue = yield* WorkQueue
  const turn = Effect.gen(function*() {
    const repaired = yield* queue.reconcile
    if (repaired > 0) yield* Effect.logWarning(`Rebuilt ${repaired} lost wake-ups`)
    const closed = yield* closeAbandonedRuns
    if (closed > 0) yield* Effect.logWarning(`Closed ${closed} runs whose worker died while their task was paused or completed`)
  }).pipe(
    Effect.catchCause((cause) => Effect.logWarning("Reconciling failed; trying again later", cause)),
    Effect.andThen(Effect.sleep(options.reconcileEvery))
  )
  yield* Effect.forkScoped(Effect.forever(turn))
})
