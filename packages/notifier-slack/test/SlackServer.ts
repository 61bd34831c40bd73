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

/** Slack's end of an incoming webhook, on a real socket of this machine. */
export class SlackServer extends Context.Service<SlackServer, {
  /** Of the webhook. */
  readonly url: string
  readonly requests: ReadonlyArray<ReceivedRequest>
  readonly answerWith: (answer: Answer) => void
  readonly receiver: Receiver
}>()("test/SlackServer") {}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

const say = (response: ServerResponse, status: number, word: string) =>
  response.writeHead(status, { "content-type": "text/plain" }).end(word)

interface Posted {
  readonly text: string
  readonly blocks: ReadonlyArray<{ readonly block_id?: string; readonly text: { readonly text: string } }>
}

/** What Slack does with a message, as far as its size and its escapes go. */
export const post: Answer = ({ body, method }, response) => {
  if (method !== "POST") return say(response, 400, "invalid_payload")
  const { blocks, text } = JSON.parse(body) as Posted
  const sound = blocks.every((block) => block.text.text.length > 0 && block.text.text.length <= 3_000)
  return sound && text.length > 0 ? say(response, 200, "ok") : say(response, 400, "invalid_blocks")
}

const behaviours = (elsewhere: string): Record<Parameters<Receiver["behave"]>[0], Answer> => ({
  accept: post,
  refuse: (_, response) => response.writeHead(429, { "retry-after": "30" }).end("rate_limited"),
  drop: (_, response) => response.destroy(),
  redirect: (_, response) => response.writeHead(302, { location: elsewhere }).end()
})

export const layer = Layer.effect(
  SlackServer,
  Effect.gen(function*() {
    const requests: Array<ReceivedRequest> = []
    let redirected = 0
    let answer: Answer = post
    const server = createServer((incoming, response) => {
      void bodyOf(incoming).then((body) => {
        const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body }
        if (request.path === "/elsewhere") {
          redirected += 1
          say(response, 200, "ok")
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
      url: `${url}/services/T00000000/B00000000/concealedKey`,
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
            deliveryId: (JSON.parse(body) as Posted).blocks[0]?.block_id ?? "",
            text: body,
            isSignedBy: () => false
          }))
        ),
        redirected: Effect.sync(() => redirected)
      }
    }
  })
)
