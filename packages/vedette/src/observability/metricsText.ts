import * as Effect from "effect/Effect"
import * as PrometheusMetrics from "effect/observability/PrometheusMetrics"
import { measureQueue } from "./measureQueue.ts"
import { warnInALine } from "./warnInALine.ts"

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

/**
 * Everything this process has counted, and the queue as it is now, in Prometheus' text format. While the storage is away
 * the queue's numbers are left out.
 */
export const metricsText = Effect.gen(function*() {
  yield* Effect.catchCause(measureQueue, (cause) => warnInALine("The queue could not be measured", cause))
  return yield* PrometheusMetrics.format()
})
