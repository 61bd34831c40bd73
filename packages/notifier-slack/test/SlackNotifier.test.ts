import { assert, describe, layer } from "@effect/vitest"
import { OutboundHttpFetch } from "@vedette/outbound"
import { NotifierSubject, notifierContract, outgoingMessage } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import type { ServerResponse } from "node:http"
import { slackNotifier } from "../src/index.ts"
import * as Local from "./SlackServer.ts"

const now = DateTime.makeUnsafe("2026-11-21T09:31:00Z")
const openOutbound = OutboundHttpFetch.layer({ allowPrivateAddresses: true })
const environment = Layer.merge(Local.layer, openOutbound)

const subject = Layer.effect(
  NotifierSubject,
  Effect.gen(function*() {
    const { receiver, url } = yield* Local.SlackServer
    return {
      notifier: yield* slackNotifier({ allowHttp: true }),
      receiver,
      target: { url: ` ${url} `, channel: null },
      otherTarget: { url: url.replace("B00000000", "B00000001") },
      concealed: ["concealedKey"],
      refused: [
        { target: {}, message: "Slack webhook URL required" },
        {
          target: { url: "https://example.org/services/T0/B0/x" },
          message: "Slack webhook URL must look like https://hooks.slack.com/services/T…/B…/…"
        }
      ],
      secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_plJ3nmyCDGBKInavdOK15jsl0nXmDzzF"] as const
    }
  })
).pipe(Layer.provide(environment))

notifierContract("slack", { signed: false, deduplicates: false, configured: true }, subject)

/** Delivers one message to the local server, which answers as told. */
const delivering = Effect.fnUntraced(function*(
  answer: ((response: ServerResponse) => void) | null,
  options: { readonly target?: Record<string, string>; readonly changes?: Parameters<typeof outgoingMessage>[1] } = {}
) {
  const server = yield* Local.SlackServer
  server.answerWith(answer === null ? Local.post : (_, response) => answer(response))
  const notifier = yield* slackNotifier({ allowHttp: true })
  const before = server.requests.length
  const target = { url: server.url, ...options.target }
  return {
    outcome: notifier.deliver(outgoingMessage(1, options.changes), target, { secrets: [], now }),
    request: () => server.requests[before]
  }
})

layer(environment)("SlackNotifier", (it) => {
  it.effect("a message is posted to the webhook", () =>
    Effect.gen(function*() {
      const { outcome, request } = yield* delivering(null)
      assert.deepStrictEqual(yield* outcome, { httpStatus: 200, responseExcerpt: "ok" })
      assert.deepInclude(request(), { method: "POST", path: "/services/T00000000/B00000000/concealedKey" })
      assert.deepInclude(request()?.headers, { "content-type": "application/json" })
      assert.notInclude(request()?.body, "concealedKey")
    }))

  it.effect("the longest evidence is taken, whatever it escapes to", () =>
    Effect.gen(function*() {
      const { outcome } = yield* delivering(null, { changes: { evidence: "<証拠>😀 ".repeat(50_000), answer: "答".repeat(9_000) } })
      assert.deepInclude(yield* outcome, { httpStatus: 200 })
    }))

  it.effect("a stored target that breaks today's rules is refused and not called", () =>
    Effect.gen(function*() {
      const { outcome, request } = yield* delivering(null, { target: { url: "https://hooks.slack.com/triggers/T0/B0/x" } })
      const { reason } = yield* Effect.flip(outcome)
      assert.deepInclude(reason, { _tag: "TargetRejected", gone: false })
      assert.isUndefined(request())
    }))

  describe("hostile answers", () => {
    it.effect("a removed webhook switches its channel off, a proxy's 404 does not", () =>
      Effect.gen(function*() {
        const { outcome } = yield* delivering((response) => response.writeHead(404).end("no_service"))
        assert.deepInclude((yield* Effect.flip(outcome)).reason, { _tag: "TargetRejected", gone: true })
        const { outcome: other } = yield* delivering((response) => response.writeHead(404).end("<h1>Not found</h1>"))
        assert.deepInclude((yield* Effect.flip(other)).reason, { _tag: "DeliveryDeferred", httpStatus: 404 })
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

    it.effect("a server that dribbles its answer is left after 15 seconds", () =>
      Effect.gen(function*() {
        const answering = Promise.withResolvers<void>()
        const { outcome } = yield* delivering((response) => {
          response.writeHead(200)
          response.write("o")
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

  it.effect("a private address is refused when it is saved, and again when it is called, without showing the key", () =>
    Effect.gen(function*() {
      const notifier = yield* slackNotifier({ allowHttp: true })
      const target = { url: "http://127.0.0.1/services/T0/B0/concealedKey" }
      const error = yield* Effect.flip(notifier.checkTarget(target))
      assert.match(error.message, /^Slack webhook URL cannot be used/)
      const { reason } = yield* Effect.flip(notifier.deliver(outgoingMessage(), target, { secrets: [], now }))
      assert.deepInclude(reason, { _tag: "TargetRejected", gone: false })
      for (const message of [error.message, reason.message]) assert.notInclude(message, "concealedKey")
    }).pipe(Effect.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false }))))
})
