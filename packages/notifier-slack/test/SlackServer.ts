import { type Answer, type HttpReceiver, openHttpReceiver } from "@vedette/testkit/notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ServerResponse } from "node:http"

/** Slack's end of an incoming webhook, on a real socket of this machine. Its `url` is the webhook's. */
export class SlackServer extends Context.Service<SlackServer, HttpReceiver>()("test/SlackServer") {}

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

export const layer = Layer.effect(
  SlackServer,
  openHttpReceiver({
    accept: post,
    refuse: (_, response) => response.writeHead(429, { "retry-after": "30" }).end("rate_limited"),
    redirect: 302,
    received: ({ body }) => ({
      deliveryId: (JSON.parse(body) as Posted).blocks[0]?.block_id ?? "",
      text: body,
      isSignedBy: () => false
    })
  }).pipe(Effect.map((opened) => ({ ...opened, url: `${opened.url}/services/T00000000/B00000000/concealedKey` })))
)
