import * as Effect from "effect/Effect"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"
import type { ReceivedMessage, Receiver } from "../contracts/NotifierSubject.ts"

export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** How a request is met. */
export type Answer = (request: ReceivedRequest, response: ServerResponse) => void

export interface HttpReceiver {
  /** Its origin. */
  readonly url: string
  readonly requests: ReadonlyArray<ReceivedRequest>
  /** Meets the next requests like this. */
  readonly answerWith: (answer: Answer) => void
  /** As the notifier contract asks for it. */
  readonly receiver: Receiver
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

/**
 * The other end of an HTTP channel, on a real socket of this machine for the life of the scope: what a channel's own
 * service would do is told, the rest is the same for all of them.
 */
export const openHttpReceiver = Effect.fn("openHttpReceiver")(function*(service: {
  /** How the service takes a good message. */
  readonly accept: Answer
  /** How it asks for another try later. */
  readonly refuse: Answer
  /** The status of its redirects. */
  readonly redirect: number
  /** What a request brought, in the contract's terms. */
  readonly received: (request: ReceivedRequest) => ReceivedMessage
}) {
  const requests: Array<ReceivedRequest> = []
  let redirected = 0
  let answer = service.accept
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      if (incoming.url === "/elsewhere") {
        redirected += 1
        return response.writeHead(204).end()
      }
      const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body }
      requests.push(request)
      return answer(request, response)
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
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  const behaviours: Record<Parameters<Receiver["behave"]>[0], Answer> = {
    accept: service.accept,
    refuse: service.refuse,
    drop: (_, response) => response.destroy(),
    redirect: (_, response) => response.writeHead(service.redirect, { location: `${url}/elsewhere` }).end()
  }
  const opened: HttpReceiver = {
    url,
    requests,
    answerWith: (next) => {
      answer = next
    },
    receiver: {
      behave: (how) =>
        Effect.sync(() => {
          answer = behaviours[how]
        }),
      received: Effect.sync(() => requests.map(service.received)),
      redirected: Effect.sync(() => redirected)
    }
  }
  return opened
})
