import { type Answer, type HttpReceiver, openHttpReceiver } from "@vedette/testkit/notifier"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { ServerResponse } from "node:http"

/** An ntfy server on a real socket of this machine, as far as publishing JSON goes. */
export class NtfyServer extends Context.Service<NtfyServer, HttpReceiver>()("test/NtfyServer") {}

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

export const layer = Layer.effect(
  NtfyServer,
  openHttpReceiver({
    accept: publish,
    refuse: (_, response) => json(response, 429, { code: 42901, http: 429, error: "limit reached: too many requests" }),
    redirect: 308,
    received: ({ body }) => ({
      deliveryId: String((JSON.parse(body) as Record<string, unknown>)["sequence_id"]),
      text: body,
      isSignedBy: () => false
    })
  })
)
