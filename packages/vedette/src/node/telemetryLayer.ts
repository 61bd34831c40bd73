import * as Layer from "effect/Layer"
import { FetchHttpClient } from "effect/http"
import * as Otlp from "effect/observability/Otlp"
import { loggerLayer, type LoggerSettings } from "./loggerLayer.ts"

export interface TelemetrySettings extends LoggerSettings {
  /** Where an OpenTelemetry collector takes OTLP over HTTP, without a path; null: nothing is exported. */
  readonly otlpEndpoint: string | null
}

/**
 * Logs on standard error, and with an endpoint logs, metrics and traces to a collector as OTLP over HTTP. What is
 * waiting to be exported is sent when the layer closes.
 *
 * The collector is the operator's own and may be on a private address: its requests do not go through the guarded client.
 */
export const telemetryLayer = (settings: TelemetrySettings, serviceName: string): Layer.Layer<never> => {
  const logger = loggerLayer(settings)
  if (settings.otlpEndpoint === null) return logger
  const exporters = Otlp.layerJson({ baseUrl: settings.otlpEndpoint, resource: { serviceName } }).pipe(
    Layer.provide(FetchHttpClient.layer)
  )
  // One after the other: beside each other the logger layer takes the place of the exporter's.
  return exporters.pipe(Layer.provideMerge(logger))
}
