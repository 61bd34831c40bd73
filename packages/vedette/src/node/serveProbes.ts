import type { WorkQueue } from "@vedette/domain"
import * as Effect from "effect/Effect"
import { createServer, type ServerResponse } from "node:http"
import { METRICS_CONTENT_TYPE, metricsText } from "../observability/metricsText.ts"
import { readiness, type ReadinessCheck } from "../observability/readiness.ts"
import { StartRefused } from "./StartRefused.ts"

export interface ProbesOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly readiness: ReadonlyArray<ReadinessCheck>
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body))
}

/**
 * `/livez`, `/readyz` and `/metrics` of a process without an HTTP API, until the scope closes. Answers the address.
 *
 * No framework: three fixed answers to GET.
 */
export const serveProbes = Effect.fn("serveProbes")(function*(options: ProbesOptions) {
  const run = Effect.runPromiseWith(yield* Effect.context<WorkQueue>())
  const answers: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    "/livez": async (response) => json(response, 200, { status: "ok" }),
    "/readyz": async (response) => {
      const { checks, ready } = await run(readiness(options.readiness))
      json(response, ready ? 200 : 503, { status: ready ? "ready" : "not_ready", checks })
    },
    "/metrics": async (response) => {
      response.writeHead(200, { "content-type": METRICS_CONTENT_TYPE }).end(await run(metricsText))
    }
  }
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? "").split("?", 1)[0] ?? ""]
    if (answer === undefined) return json(response, 404, { detail: "Not found" })
    if (request.method !== "GET") return json(response, 405, { detail: "Method not allowed" })
    // What an answer breaks on has been logged; whoever probes is not to hang.
    answer(response).catch(() => response.destroy())
  })
  const url = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () =>
        new Promise<string>((resolve, reject) => {
          server.once("error", reject)
          server.listen(options.port, options.host, () => {
            const address = server.address()
            resolve(`http://${options.host}:${typeof address === "object" && address !== null ? address.port : options.port}`)
          })
        }),
      catch: (error) =>
        new StartRefused({
          exitCode: 1,
          message: `Cannot listen on ${options.host}:${options.port}: ${error instanceof Error ? error.message : String(error)}`
        })
    }),
    () =>
      Effect.promise(() =>
        new Promise<void>((closed) => {
          server.close(() => closed())
          server.closeAllConnections()
        })
      )
  )
  return { url }
})
