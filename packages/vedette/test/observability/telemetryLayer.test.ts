import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { createServer } from "node:http"
import { telemetryLayer } from "../../src/node/telemetryLayer.ts"
import { countOne, engineMetrics } from "../../src/index.ts"

/** What a collector would have been sent, by path. */
const openCollector = Effect.acquireRelease(
  Effect.promise(() =>
    new Promise<{ readonly url: string; readonly received: Map<string, string>; readonly close: () => void }>((resolve) => {
      const received = new Map<string, string>()
      const server = createServer((request, response) => {
        const chunks: Array<Buffer> = []
        request.on("data", (chunk: Buffer) => chunks.push(chunk))
        request.on("end", () => {
          const path = request.url ?? ""
          received.set(path, (received.get(path) ?? "") + Buffer.concat(chunks).toString("utf8"))
          response.writeHead(200, { "content-type": "application/json" }).end("{}")
        })
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        resolve({
          url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
          received,
          close: () => {
            server.close()
            server.closeAllConnections()
          }
        })
      })
    })
  ),
  ({ close }) => Effect.sync(close)
)

describe("telemetryLayer", () => {
  it.live("sends logs, metrics and traces to the collector, and what is waiting when it closes", () =>
    Effect.gen(function*() {
      const { received, url } = yield* openCollector
      yield* Effect.gen(function*() {
        yield* countOne(engineMetrics.leasesLost)
        yield* Effect.logInfo("a line for the collector").pipe(Effect.withSpan("a span for the collector"))
      }).pipe(
        Effect.provide(telemetryLayer({ logLevel: "info", logFormat: "json", otlpEndpoint: url }, "vedette-test")),
        Effect.provideService(Metric.MetricRegistry, new Map())
      )
      assert.sameMembers([...received.keys()], ["/v1/logs", "/v1/metrics", "/v1/traces"])
      assert.include(received.get("/v1/logs"), "a line for the collector")
      assert.include(received.get("/v1/traces"), "a span for the collector")
      assert.include(received.get("/v1/metrics"), "vedette_leases_lost_total")
      for (const body of received.values()) assert.include(body, "vedette-test")
    }).pipe(Effect.scoped), 30_000)
})
