import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type { IncomingHttpHeaders } from "node:http"
import { listen } from "./listen.ts"

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Somebody's server that takes webhooks. */
export const openReceiver = Effect.gen(function*() {
  const received = yield* Queue.unbounded<ReceivedWebhook>()
  const url = yield* listen((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      Queue.offerUnsafe(received, { headers: request.headers, body: Buffer.concat(chunks).toString("utf8") })
      response.writeHead(204).end()
    })
  })
  return { url: `${url}/hook`, received }
})
