import { Notifiers, notifiersOf } from "@vedette/domain"
import { webhookNotifier } from "@vedette/notifier-webhook"
import { OutboundHttpFetch } from "@vedette/outbound"
import { MemoryStorage } from "@vedette/storage-memory"
import { TestOutcomeBody, WebhookSettingsBody, WebhookTestBody } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createHmac } from "node:crypto"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { startTestServer, type TestServer } from "./startTestServer.ts"

const secretAnswer = "the intranet's secret page"
let server: TestServer
let receiver: Server
let url: string
let status = 204
const requests: Array<{ readonly headers: NodeJS.Dict<string | Array<string>>; readonly body: string }> = []

/** As an operator runs it who lets requests go to private addresses. */
const channels = Layer.effect(Notifiers, Effect.map(webhookNotifier({ allowHttp: true }), (webhook) => notifiersOf(webhook)))
  .pipe(Layer.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: true })))

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") })
      response.writeHead(status).end(secretAnswer)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
})
// One for each test: an account may send five tests a minute.
beforeEach(async () => {
  status = 204
  server = await startTestServer(MemoryStorage.layer, {}, undefined, channels)
})
afterEach(() => server.stop())
afterAll(() => {
  receiver.closeAllConnections()
  receiver.close()
})

const signedBy = (secret: string) => {
  const { body, headers } = requests.at(-1)!
  const header = (name: string) => [headers[name]].flat().join(" ")
  const signature = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"))
    .update(`${header("webhook-id")}.${header("webhook-timestamp")}.${body}`).digest("base64")
  return header("webhook-signature").split(" ").includes(`v1,${signature}`)
}
const own = `whsec_${Buffer.alloc(32, 9).toString("base64")}`

test("a test is delivered at once, signed by the secret given, and as bad as a real one can be", async () => {
  const answer = await server.alice("POST", "/api/v1/webhooks/test", { body: { webhook_url: url, webhook_secret: own } })
  expect(answer.as(WebhookTestBody)).toEqual({
    success: true,
    message: expect.any(String),
    delivered: true,
    status_code: 204,
    error: null,
    latency_ms: expect.any(Number)
  })
  expect(signedBy(own)).toBe(true)
  const { body, headers } = requests.at(-1)!
  expect(headers).toMatchObject({ "x-torale-event": "webhook.test" })
  expect(JSON.parse(body)).toMatchObject({ type: "webhook.test", event: "test", data: { truncated: ["evidence"] } })
  expect(Buffer.byteLength(body)).toBeGreaterThan(19_000)
  expect(Buffer.byteLength(body)).toBeLessThan(20_000)
})

test("without a target it goes where the account's default points, signed as an alert would be", async () => {
  const { secret } = (await server.alice("POST", "/api/v1/notifications/webhook/settings", { body: { url } })).as(WebhookSettingsBody)
  const answer = await server.alice("POST", "/api/v1/notifications/channels/webhook/test")
  expect(answer.as(TestOutcomeBody)).toMatchObject({ delivered: true, status_code: 204 })
  expect(signedBy(String(secret))).toBe(true)
  await server.alice("POST", "/api/v1/webhooks/test", { body: { webhook_url: url } })
  expect(signedBy(String(secret))).toBe(true)
  await server.alice("POST", "/api/v1/webhooks/test", { body: { webhook_url: `${url}/other` } })
  expect(signedBy(String(secret))).toBe(false)
})

test("a refusal is told by its status, and never in the target's words", async () => {
  status = 500
  const legacy = await server.alice("POST", "/api/v1/webhooks/test", { body: { webhook_url: url } })
  expect([legacy.status, legacy.json()]).toMatchObject([
    400,
    { success: false, delivered: false, status_code: 500, code: "test_failed", detail: expect.stringContaining("500") }
  ])
  const typed = await server.alice("POST", "/api/v1/notifications/channels/webhook/test", { body: { target: { url } } })
  expect(typed.as(TestOutcomeBody)).toMatchObject({ delivered: false, status_code: 500, error: expect.stringContaining("500") })
  for (const { text } of [legacy, typed]) expect(text).not.toContain("intranet")
})

test("nobody there is an outcome too", async () => {
  const answer = await server.alice("POST", "/api/v1/notifications/channels/webhook/test", { body: { target: { url: "http://127.0.0.1:9/" } } })
  expect(answer.as(TestOutcomeBody)).toMatchObject({ delivered: false, status_code: null, error: expect.any(String) })
})

test("five a minute, all keys and kinds of an account together; others are not held up", async () => {
  const codes: Array<number> = []
  for (let n = 0; n < 7; n++) {
    const answer = await server.bob("POST", n % 2 === 0 ? "/api/v1/webhooks/test" : "/api/v1/notifications/channels/webhook/test")
    codes.push(answer.status)
    if (answer.status === 429) {
      expect(answer.json()).toMatchObject({ code: "rate_limited" })
      expect(answer.headers["retry-after"]).toMatch(/^[1-9][0-9]?$/)
    }
  }
  expect(codes).toEqual([404, 404, 404, 404, 404, 429, 429])
})
