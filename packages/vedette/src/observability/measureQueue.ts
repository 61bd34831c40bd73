import { WorkQueue } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { engineMetrics } from "./engineMetrics.ts"

/** Reads the queue's depth into its gauges. The same for all processes on one storage: show one, or the maximum. */
export const measureQueue = Effect.gen(function*() {
  const { claimed, due, overdue } = yield* WorkQueue.use((queue) => queue.depth)
  yield* Metric.update(engineMetrics.overdue, Duration.toMillis(overdue) / 1_000)
  yield* Metric.update(engineMetrics.due, due)
  yield* Metric.update(engineMetrics.claimed, claimed)
})
