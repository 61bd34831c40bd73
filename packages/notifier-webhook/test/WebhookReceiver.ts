import { type HttpReceiver, openHttpReceiver, type ReceivedRequest } from "@vedette/testkit/notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Webhook } from "standardwebhooks"

/** A webhook's receiver on a real socket of this machine. */
export class WebhookReceiver extends Context.Service<WebhookReceiver, HttpReceiver>()("test/WebhookReceiver") {}

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

export const layer = Layer.effect(
  WebhookReceiver,
  openHttpReceiver({
    accept: (_, response) => response.writeHead(204).end(),
    refuse: (_, response) => response.writeHead(503).end("busy"),
    redirect: 307,
    received: (request) => ({
      deliveryId: header(request, "webhook-id"),
      text: request.body,
      isSignedBy: isSignedBy(request)
    })
  }).pipe(Effect.map((opened) => ({ ...opened, url: `${opened.url}/hook` })))
)
