import { assert, describe, layer } from "@effect/vitest"
import { HttpFetch, HttpFetchError, TimedOut } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { NotifierSubject, notifierContract, outgoingMessage } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { createHmac } from "node:crypto"
import type { ServerResponse } from "node:http"
import { Webhook } from "standardwebhooks"
import { webhookNotifier } from "../src/index.ts"
import * as Local from "./WebhookReceiver.ts"

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
const olderSecret = "whsec_plJ3nmyCDGBKInavdOK15jsl0nXmDzzF"
const now = DateTime.makeUnsafe("2026-11-21T09:31:00.900Z")

/** The public library compares with the machine's clock, so what it verifies is sent by that clock too. */
const realNow = () => DateTime.makeUnsafe(new Date())

const openOutbound = OutboundHttpFetch.layer({ allowPrivateAddresses: true })
const environment = Layer.merge(Local.layer, openOutbound)

const subject = Layer.effect(
  NotifierSubject,
  Effect.gen(function*() {
    const { receiver, url } = yield* Local.WebhookReceiver
    return {
      notifier: yield* webhookNotifier({ allowHttp: true }),
      receiver,
      target: { url: ` ${url}#fragment`, method: "put", headers: { Authorization: " Bearer token-to-conceal " } },
      otherTarget: { url: `${url}/other` },
      concealed: ["token-to-conceal"],
      refused: [
        { target: {}, message: "Webhook URL required" },
        { target: { url: "ftp://example.org/hook" }, message: "Webhook URL must use HTTPS or HTTP" },
        { target: { url, headers: { Host: "elsewhere" } }, message: "Webhook header \"Host\" is reserved" }
      ],
      secrets: [secret, olderSecret] as const
    }
  })
).pipe(Layer.provide(environment))

notifierContract("webhook", { signed: true, deduplicates: false, configured: true }, subject)

/** Delivers one message to the local receiver, which answers as told. */
const delivering = Effect.fnUntraced(function*(
  answer: (response: ServerResponse) => void,
  target: Record<string, string | Record<string, string>> = {},
  at = now
) {
  const receiver = yield* Local.WebhookReceiver
  receiver.answerWith((_, response) => answer(response))
  const notifier = yield* webhookNotifier({ allowHttp: true })
  const before = receiver.requests.length
  const outcome = notifier.deliver(outgoingMessage(), { url: receiver.url, ...target }, { secrets: [secret], now: at })
  return { outcome, request: () => receiver.requests[before] }
})

layer(environment)("WebhookNotifier", (it) => {
  describe("Standard Webhooks: Signature scheme", () => {
    it.effect("a receiver with the public library accepts what is sent", () =>
      Effect.gen(function*() {
        const { outcome, request } = yield* delivering(
          (response) => response.writeHead(200).end("thanks"),
          {},
          realNow()
        )
        assert.deepStrictEqual(yield* outcome, { httpStatus: 200, responseExcerpt: "thanks" })
        const received = request()
        assert.isDefined(received)
        const body = new Webhook(secret).verify(received?.body ?? "", received?.headers as Record<string, string>)
        assert.propertyVal(body, "type", "task.condition_met")
      }))

    it.effect("a receiver with the public library refuses a body altered on the way", () =>
      Effect.gen(function*() {
        const { outcome, request } = yield* delivering(
          (response) => response.writeHead(204).end(),
          {},
          realNow()
        )
        yield* outcome
        const received = request()
        assert.throws(() =>
          new Webhook(secret).verify(`${received?.body} `, received?.headers as Record<string, string>)
        )
      }))

    it.effect("the first generation's signature covers timestamp and body under the secret's text", () =>
      Effect.gen(function*() {
        const { outcome, request } = yield* delivering((response) => response.writeHead(204).end())
        yield* outcome
        const { body, headers } = request() ?? assert.fail("Nothing arrived.")
        const seconds = Math.floor(DateTime.toEpochMillis(now) / 1000)
        const hex = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")
        assert.strictEqual(headers["x-torale-signature"], `t=${seconds},v1=${hex}`)
        assert.strictEqual(headers["x-torale-timestamp"], String(seconds))
        assert.strictEqual(headers["x-torale-event"], "task.condition_met")
        assert.strictEqual(headers["x-torale-delivery"], outgoingMessage().deliveryId)
      }))
  })

  describe("the request", () => {
    it.effect("the user's method and headers are honoured, whatever their case", () =>
      Effect.gen(function*() {
        const { outcome, request } = yield* delivering((response) => response.writeHead(204).end(), {
          method: "PATCH",
          headers: { "X-Team": "alerts", "USER-AGENT": "own-agent/2" }
        })
        yield* outcome
        assert.strictEqual(request()?.method, "PATCH")
        assert.strictEqual(request()?.headers["x-team"], "alerts")
        assert.strictEqual(request()?.headers["user-agent"], "own-agent/2")
        assert.strictEqual(request()?.headers["content-type"], "application/json")
      }))

    it.effect("a stored target that breaks today's rules is refused and not called", () =>
      Effect.gen(function*() {
        const { outcome, request } = yield* delivering((response) => response.writeHead(204).end(), {
          headers: { "webhook-id": "forged" }
        })
        const { reason } = yield* Effect.flip(outcome)
        assert.strictEqual(reason._tag, "TargetRejected")
        assert.isUndefined(request())
      }))
  })

  describe("Standard Webhooks: Delivery success and failure", () => {
    it.effect("3xx: a permanent redirect is a failure that may be tried again", () =>
      Effect.gen(function*() {
        const { outcome } = yield* delivering((response) =>
          response.writeHead(301, { location: "https://example.org/" }).end()
        )
        const { reason } = yield* Effect.flip(outcome)
        assert.strictEqual(reason._tag, "DeliveryDeferred")
        assert.strictEqual(reason.message, "The receiver answered 301, and redirects are not followed: use the final URL")
      }))

    it.effect("410 Gone: the target is switched off", () =>
      Effect.gen(function*() {
        const { outcome } = yield* delivering((response) => response.writeHead(410).end("bye"))
        const { reason } = yield* Effect.flip(outcome)
        assert.deepInclude(reason, { _tag: "TargetRejected", gone: true, httpStatus: 410, responseExcerpt: "bye" })
      }))

    it.effect("429 Too Many Requests: the asked pause is handed on", () =>
      Effect.gen(function*() {
        const { outcome } = yield* delivering((response) => response.writeHead(429, { "retry-after": "120" }).end())
        const { reason } = yield* Effect.flip(outcome)
        assert.deepInclude(reason, { _tag: "DeliveryDeferred", retryAfterMs: 120_000 })
      }))

    it.effect("an endless answer is cut, and its status counts", () =>
      Effect.gen(function*() {
        const { outcome } = yield* delivering((response) => {
          response.writeHead(500)
          const flood = () => {
            while (!response.destroyed && response.write("é".repeat(10_000)));
          }
          response.on("drain", flood)
          flood()
        })
        const { reason } = yield* Effect.flip(outcome)
        assert.deepInclude(reason, { _tag: "DeliveryDeferred", httpStatus: 500 })
        assert.strictEqual(reason._tag === "DeliveryDeferred" ? reason.responseExcerpt?.length : 0, 500)
      }))

    it.effect("a connection reset in the middle of the answer may be tried again", () =>
      Effect.gen(function*() {
        const { outcome } = yield* delivering((response) => {
          response.writeHead(200, { "content-length": "100" })
          response.write("half", () => response.socket?.resetAndDestroy())
        })
        const { reason } = yield* Effect.flip(outcome)
        assert.deepInclude(reason, { _tag: "DeliveryDeferred", httpStatus: null })
      }))
  })

  describe("Standard Webhooks: Request timeouts", () => {
    it.effect("a receiver that dribbles its answer is left after 15 seconds", () =>
      Effect.gen(function*() {
        const answering = Promise.withResolvers<void>()
        const { outcome } = yield* delivering((response) => {
          response.writeHead(200)
          response.write("…")
          answering.resolve()
        })
        const fiber = yield* Effect.forkChild(Effect.flip(outcome))
        yield* Effect.promise(() => answering.promise)
        yield* TestClock.adjust("14900 millis")
        assert.isUndefined(fiber.pollUnsafe())
        yield* TestClock.adjust("100 millis")
        const { reason } = yield* Fiber.join(fiber)
        assert.deepInclude(reason, { _tag: "DeliveryDeferred", httpStatus: null, retryAfterMs: null })
      }))
  })

  describe("Standard Webhooks: Server side request forgery", () => {
    const guarded = OutboundHttpFetch.layer({ allowPrivateAddresses: false })

    it.effect("a private address is refused when it is saved, and again when it is called", () =>
      Effect.gen(function*() {
        const { requests } = yield* Local.WebhookReceiver
        const before = requests.length
        const notifier = yield* webhookNotifier()
        const target = { url: "https://127.0.0.1/hook" }
        const error = yield* Effect.flip(notifier.checkTarget(target))
        assert.strictEqual(
          error.message,
          "Webhook URL cannot be used: The host 127.0.0.1 is not on the public internet."
        )
        const { reason } = yield* Effect.flip(notifier.deliver(outgoingMessage(), target, { secrets: [secret], now }))
        assert.deepInclude(reason, { _tag: "TargetRejected", gone: false })
        assert.strictEqual(requests.length, before)
      }).pipe(Effect.provide(guarded)))
  })

  it.effect("no header leaves in two spellings, whoever makes the request", () =>
    Effect.gen(function*() {
      const sent: Array<string> = []
      const recording = HttpFetch.of({
        check: () => Effect.void,
        fetch: ({ headers, url }) =>
          Effect.sync(() => {
            sent.push(...Object.keys(headers ?? {}))
            return { status: 204, headers: {}, body: new Uint8Array(), url, latencyMs: 0 }
          })
      })
      const notifier = yield* webhookNotifier().pipe(Effect.provideService(HttpFetch, recording))
      const target = { url: "https://example.org/", headers: { "User-Agent": "own-agent/2", "X-Team": "alerts" } }
      yield* notifier.deliver(outgoingMessage(), target, { secrets: [secret], now })
      assert.include(sent, "user-agent")
      assert.strictEqual(new Set(sent.map((name) => name.toLowerCase())).size, sent.length)
    }))

  it.effect("no answer at all may be tried again", () =>
    Effect.gen(function*() {
      const notifier = yield* webhookNotifier()
      const error = yield* Effect.flip(
        notifier.deliver(outgoingMessage(), { url: "https://example.org/" }, { secrets: [secret], now })
      )
      assert.deepInclude(error.reason, { _tag: "DeliveryDeferred", message: "No complete answer." })
    }).pipe(Effect.provideService(
      HttpFetch,
      HttpFetch.of({
        check: () => Effect.void,
        fetch: () => Effect.fail(new HttpFetchError({ reason: new TimedOut({ message: "No complete answer." }) }))
      })
    )))
})
