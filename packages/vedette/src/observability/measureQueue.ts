import { WorkQueue } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { engineMetrics } from "./engineMetrics.ts"

/** A scrape is waited for by somebody; a storage that takes longer over one count is not well. */
const WITHIN = "2 seconds"

/**
 * Reads the queue's depth into its gauges. The same for all processes on one storage: show one, or the maximum.
 *
 * Where it cannot be read within two seconds it fails, and the gauges are gone until it can be: the last numbers would say that all is
 * well, for as long as it lasts.
 */
export const measureQueue = Effect.gen(function*() {
  const { claimed, due, overdue } = yield* WorkQueue.use((queue) => queue.depth)
  yield* Metric.update(engineMetrics.overdue, Duration.toMillis(overdue) / 1_000)
  yield* Metric.update(engineMetrics.due, due)
  yield* Metric.update(engineMetrics.claimed, claimed)
}).pipe(
  Effect.timeout(WITHIN),
  Effect.onError(() =>
    Effect.forEach([engineMetrics.overdue, engineMetrics.due, engineMetrics.claimed], Metric.remove, { discard: true })
  )
)
