import { closeAbandonedRuns, WorkQueue } from "@vedette/domain"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Duty } from "./startDuty.ts"

const reconcile = Effect.gen(function*() {
  const repaired = yield* WorkQueue.use((queue) => queue.reconcile)
  if (repaired > 0) yield* Effect.logWarning(`Wake-ups that were lost or too late, rebuilt: ${repaired}`)
  const closed = yield* closeAbandonedRuns
  if (closed > 0) yield* Effect.logWarning(`Closed ${closed} runs whose worker died while their task was paused or completed`)
})

/** Repairs what crashes leave behind: lost wake-ups, abandoned runs. */
export const reconcileDuty = (every: Duration.Duration) =>
  ({ name: "reconcile", schedule: { every }, perform: reconcile }) satisfies Duty<unknown, unknown>
