import * as Effect from "effect/Effect"
import * as PrometheusMetrics from "effect/observability/PrometheusMetrics"
import { engineMetrics } from "./engineMetrics.ts"
import { measureQueue } from "./measureQueue.ts"

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

const ofQueue: ReadonlySet<string> = new Set([engineMetrics.overdue.id, engineMetrics.due.id, engineMetrics.claimed.id])

/** The name is a line's first word, or its third where the line begins with `# HELP` or `# TYPE`. */
const withoutQueue = (text: string): string =>
  text.split("\n").filter((line) => !ofQueue.has(line.replace(/^# (HELP|TYPE) /, "").split(" ")[0] ?? "")).join("\n")

/**
 * Everything this process has counted, and the queue as it is now, in Prometheus' text format. While the storage is away
 * the queue's numbers are left out: the last ones would say that all is well, for as long as it lasts.
 */
export const metricsText = Effect.gen(function*() {
  const isMeasured = yield* measureQueue.pipe(
    Effect.timeout("2 seconds"),
    Effect.as(true),
    Effect.catchCause((cause) => Effect.as(Effect.logWarning("The queue could not be measured", cause), false))
  )
  const text = yield* PrometheusMetrics.format()
  return isMeasured ? text : withoutQueue(text)
})
