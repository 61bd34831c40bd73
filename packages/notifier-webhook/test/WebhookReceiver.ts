import type { Receiver } from "@vedette/testkit/notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"
import { Webhook } from "standardwebhooks"

export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** How a test wants the next requests met. `null` ends the answer as the test likes. */
type Answer = (request: ReceivedRequest, response: ServerResponse) => void

/** A webhook's receiver on a real socket of this machine. */
export class WebhookReceiver extends Context.Service<WebhookReceiver, {
  readonly url: string
  readonly requests: ReadonlyArray<ReceivedRequest>
  readonly answerWith: (answer: Answer) => void
  readonly receiver: Receiver
}>()("test/WebhookReceiver") {}

const header = (request: ReceivedRequest, name: string): string => String(request.headers[name] ?? "")

/** Judged by the public library alone: no line of ours decides whether our signature is right. */
const isSignedBy = (request: ReceivedRequest) => (secret: string): boolean =>
  header(request, "webhook-signature").split(" ").includes(
    new Webhook(secret).sign(
      header(request, "webhook-id"),
      new Date(Number(header(request, "webhook-timestamp")) * 1000),
      request.body
    )
  )

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

const behaviours = (elsewhere: string): Record<Parameters<Receiver["behave"]>[0], Answer> => ({
  accept: (_, response) => response.writeHead(204).end(),
  refuse: (_, response) => response.writeHead(503).end("busy"),
  drop: (_, response) => response.destroy(),
  redirect: (_, response) => response.writeHead(307, { location: elsewhere }).end()
})

export const layer = Layer.effect(
  WebhookReceiver,
  Effect.gen(function*() {
    const requests: Array<ReceivedRequest> = []
    let redirected = 0
    let answer: Answer = (_, response) => response.writeHead(204).end()
    const server = createServer((incoming, response) => {
      void bodyOf(incoming).then((body) => {
        if (incoming.url === "/elsewhere") {
          redirected += 1
          response.writeHead(204).end()
          return
        }
        const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body }
        requests.push(request)
        answer(request, response)
      })
    })
    yield* Effect.acquireRelease(
      Effect.promise(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))),
      () =>
        Effect.promise(() => {
          server.closeAllConnections()
          return new Promise<void>((resolve) => server.close(() => resolve()))
        })
    )
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`
    const named = behaviours(`${url}elsewhere`)
    return {
      url: `${url}hook`,
      requests,
      answerWith: (next) => {
        answer = next
      },
      receiver: {
        behave: (how) =>
          Effect.sync(() => {
            answer = named[how]
          }),
        received: Effect.sync(() =>
          requests.map((request) => ({
            deliveryId: header(request, "webhook-id"),
            text: request.body,
            isSignedBy: isSignedBy(request)
          }))
        ),
        redirected: Effect.sync(() => redirected)
      }
    }
  })
)
