import type { OutgoingRequest } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import type { Responder } from "../fakes/FakeWeb.ts"

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

const asked = async (origin: string, request: IncomingMessage): Promise<OutgoingRequest> => ({
  url: `${origin}${request.url ?? "/"}`,
  method: (request.method ?? "GET") as NonNullable<OutgoingRequest["method"]>,
  headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  body: await bodyOf(request)
})

/**
 * A responder behind a real socket on a free loopback port, for as long as the scope lives; answers its origin. The same responder
 * serves a `FakeWeb` without one. A responder that fails drops the connection; one that is never done keeps it open.
 */
export const openStandIn = Effect.fn("openStandIn")(function*(responder: Responder) {
  const server = yield* Effect.acquireRelease(
    Effect.callback<ReturnType<typeof createServer>>((resume) => {
      const server = createServer((request, response) => {
        void asked(`http://${request.headers.host ?? ""}`, request).then((wanted) => Effect.runPromiseExit(responder(wanted))).then((exit) => {
          if (Exit.isFailure(exit)) return response.destroy()
          response.writeHead(exit.value.status ?? 200, { ...exit.value.headers })
          response.end(exit.value.body)
        })
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.callback<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
