import { assert, describe, layer } from "@effect/vitest"
import { OutboundHttpFetch } from "@vedette/outbound"
import { outgoingMessage } from "@vedette/testkit/notifier"
import type { ReceivedRequest } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { webcrypto } from "node:crypto"
import { Webhook as StandardWebhook } from "standardwebhooks"
import { Webhook as SvixWebhook } from "svix"
import { webhookNotifier } from "../src/index.ts"
import * as Local from "./WebhookReceiver.ts"

const current = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
const retiring = "whsec_plJ3nmyCDGBKInavdOK15jsl0nXmDzzF"
const strange = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/** As a page from the web has it: other scripts, controls, markup. */
const awkward = "\u0000\u0007 <b>&amp;</b> 中文 العربية 👩‍👩‍👧 e\u0301 \u2028 \\ \"quoted\""

/** The public libraries compare with the machine's clock. */
const send = Effect.fnUntraced(function*(secrets: ReadonlyArray<string>, changes = {}) {
  const receiver = yield* Local.WebhookReceiver
  receiver.answerWith((_, response) => response.writeHead(204).end())
  const notifier = yield* webhookNotifier({ allowHttp: true })
  const before = receiver.requests.length
  yield* notifier.deliver(outgoingMessage(1, changes), { url: receiver.url }, { secrets, now: DateTime.makeUnsafe(new Date()) })
  return receiver.requests[before] ?? assert.fail("Nothing arrived.")
})

const headersOf = ({ headers }: ReceivedRequest) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

/**
 * A receiver of the first generation, by the description of its headers alone: another HMAC than the one that signs
 * (Web Crypto's, which compares in constant time), its own parser, and its five minutes of tolerance.
 */
const verifiesLegacy = async ({ body, headers }: ReceivedRequest, secret: string, at = Date.now()) => {
  const fields = new Map(String(headers["x-torale-signature"]).split(",").map((part) => {
    const equals = part.indexOf("=")
    return [part.slice(0, equals), part.slice(equals + 1)] as const
  }))
  const timestamp = fields.get("t") ?? ""
  const signature = Uint8Array.from(fields.get("v1")?.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16))
  const bytes = (text: string) => new TextEncoder().encode(text)
  const key = await webcrypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, ["verify"])
  const recent = Math.abs(at / 1000 - Number(timestamp)) <= 300 && timestamp === headers["x-torale-timestamp"]
  return recent && await webcrypto.subtle.verify("HMAC", key, signature, bytes(`${timestamp}.${body}`))
}

const receivers: ReadonlyArray<readonly [name: string, verify: (request: ReceivedRequest, secret: string) => unknown]> = [
  ["standardwebhooks", (request, secret) => new StandardWebhook(secret).verify(request.body, headersOf(request))],
  ["svix", (request, secret) => new SvixWebhook(secret).verify(request.body, headersOf(request))]
]

layer(Layer.merge(Local.layer, OutboundHttpFetch.layer({ allowPrivateAddresses: true })))("public receivers", (it) => {
  for (const [name, verify] of receivers) {
    describe(name, () => {
      it.effect("accepts what is sent, whatever it says, and reads the same", () =>
        Effect.gen(function*() {
          const request = yield* send([current], { answer: awkward, evidence: awkward.repeat(2_000) })
          verify(request, current)
          assert.deepInclude(JSON.parse(request.body), { type: "task.condition_met", answer: awkward })
          assert.isBelow(Buffer.byteLength(request.body), 20_000)
        }))

      it.effect("refuses another secret, another body and another id", () =>
        Effect.gen(function*() {
          const request = yield* send([current])
          assert.throws(() => verify(request, strange))
          assert.throws(() => verify({ ...request, body: `${request.body} ` }, current))
          assert.throws(() => verify({ ...request, headers: { ...request.headers, "webhook-id": "other" } }, current))
        }))

      it.effect("accepts by either secret while they rotate", () =>
        Effect.gen(function*() {
          const request = yield* send([current, retiring])
          verify(request, current)
          verify(request, retiring)
          assert.throws(() => verify(request, strange))
        }))
    })
  }

  describe("a receiver of the first generation", () => {
    it.effect("accepts what is sent, by the newest secret, for five minutes", () =>
      Effect.gen(function*() {
        const request = yield* send([current, retiring], { answer: awkward })
        assert.isTrue(yield* Effect.promise(() => verifiesLegacy(request, current)))
        assert.isFalse(yield* Effect.promise(() => verifiesLegacy(request, current, Date.now() + 301_000)))
      }))

    it.effect("refuses another secret and another body", () =>
      Effect.gen(function*() {
        const request = yield* send([current])
        assert.isFalse(yield* Effect.promise(() => verifiesLegacy(request, strange)))
        assert.isFalse(yield* Effect.promise(() => verifiesLegacy({ ...request, body: `${request.body} ` }, current)))
      }))
  })
})
