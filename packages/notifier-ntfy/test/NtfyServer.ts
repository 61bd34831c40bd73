import type { Receiver } from "@vedette/testkit/notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"

export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Answer = (request: ReceivedRequest, response: ServerResponse) => void

/** An ntfy server on a real socket of this machine, as far as publishing JSON goes. */
export class NtfyServer extends Context.Service<NtfyServer, {
  /** Its origin. */
  readonly url: string
  readonly requests: ReadonlyArray<ReceivedRequest>
  readonly answerWith: (answer: Answer) => void
  readonly receiver: Receiver
}>()("test/NtfyServer") {}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))

/** What ntfy does with a message: 400 and 413 as it answers them, and the published message otherwise. */
export const publish: Answer = ({ body, method, path }, response) => {
  if (method !== "POST" || path !== "/") return json(response, 404, { code: 40401, http: 404, error: "page not found" })
  const { message, sequence_id, topic } = JSON.parse(body) as Record<string, string>
  if (!/^[-_A-Za-z0-9]{1,64}$/.test(topic ?? "") || !/^[-_A-Za-z0-9]{1,64}$/.test(sequence_id ?? "")) {
    return json(response, 400, { code: 40009, http: 400, error: "invalid request: topic invalid" })
  }
  if (Buffer.byteLength(message ?? "", "utf8") > 4_096) {
    return json(response, 413, { code: 41301, http: 413, error: "attachment too large" })
  }
  return json(response, 200, { id: "sPs71M8A2T", time: 1795167060, event: "message", topic, message })
}

const behaviours = (elsewhere: string): Record<Parameters<Receiver["behave"]>[0], Answer> => ({
  accept: publish,
  refuse: (_, response) => json(response, 429, { code: 42901, http: 429, error: "limit reached: too many requests" }),
  drop: (_, response) => response.destroy(),
  redirect: (_, response) => response.writeHead(308, { location: elsewhere }).end()
})

export const layer = Layer.effect(
  NtfyServer,
  Effect.gen(function*() {
    const requests: Array<ReceivedRequest> = []
    let redirected = 0
    let answer: Answer = publish
    const server = createServer((incoming, response) => {
      void bodyOf(incoming).then((body) => {
        const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body }
        if (request.path === "/elsewhere") {
          redirected += 1
          publish({ ...request, path: "/" }, response)
          return
        }
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
    const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
    const named = behaviours(`${url}/elsewhere`)
    return {
      url,
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
          requests.map(({ body }) => ({
            deliveryId: String((JSON.parse(body) as Record<string, unknown>)["sequence_id"]),
            text: body,
            isSignedBy: () => false
          }))
        ),
        redirected: Effect.sync(() => redirected)
      }
    }
  })
)
