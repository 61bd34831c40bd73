import * as Effect from "effect/Effect"
import * as PrometheusMetrics from "effect/observability/PrometheusMetrics"
import { measureQueue } from "./measureQueue.ts"

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

/** Everything this process has counted, and the queue as it is now, in Prometheus' text format. A storage that is away only leaves the queue's numbers as they were. */
export const metricsText = measureQueue.pipe(
  Effect.timeout("2 seconds"),
  Effect.catchCause((cause) => Effect.logWarning("The queue could not be measured", cause)),
  Effect.andThen(PrometheusMetrics.format())
)
