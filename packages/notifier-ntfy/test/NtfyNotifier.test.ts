import { assert, describe, layer } from "@effect/vitest"
import { OutboundHttpFetch } from "@vedette/outbound"
import { NotifierSubject, notifierContract, outgoingMessage } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import type { ServerResponse } from "node:http"
import { ntfyNotifier } from "../src/index.ts"
import * as Local from "./NtfyServer.ts"

const now = DateTime.makeUnsafe("2026-11-21T09:31:00Z")
const openOutbound = OutboundHttpFetch.layer({ allowPrivateAddresses: true })
const environment = Layer.merge(Local.layer, openOutbound)

const subject = Layer.effect(
  NotifierSubject,
  Effect.gen(function*() {
    const { receiver, url } = yield* Local.NtfyServer
    return {
      notifier: yield* ntfyNotifier({ allowHttp: true }),
      receiver,
      target: { server: ` ${url}/ `, topic: " alerts ", token: " tk_concealed ", priority: null },
      otherTarget: { server: url, topic: "alerts-2" },
      concealed: ["tk_concealed"],
      refused: [
        { target: {}, message: "ntfy topic required" },
        { target: { topic: "a/b" }, message: "ntfy topic must be 1 to 64 letters, digits, hyphens or underscores" },
        { target: { topic: "a", server: "ftp://ntfy.sh" }, message: "ntfy server must be an HTTPS or HTTP URL" },
        { target: { topic: "a", token: "tk_1\r\nx: y" }, message: "ntfy access token is not valid" }
      ],
      secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_plJ3nmyCDGBKInavdOK15jsl0nXmDzzF"] as const
    }
  })
).pipe(Layer.provide(environment))

notifierContract("ntfy", { signed: false, deduplicates: false, configured: true }, subject)

/** Delivers one message to the local server, which answers as told. */
const delivering = Effect.fnUntraced(function*(
  answer: ((response: ServerResponse) => void) | null,
  options: { readonly target?: Record<string, string | number>; readonly changes?: Parameters<typeof outgoingMessage>[1] } = {}
) {
  const server = yield* Local.NtfyServer
  server.answerWith(answer === null ? Local.publish : (_, response) => answer(response))
  const notifier = yield* ntfyNotifier({ allowHttp: true })
  const before = server.requests.length
  const target = { server: server.url, topic: "alerts", ...options.target }
  return {
    outcome: notifier.deliver(outgoingMessage(1, options.changes), target, { secrets: [], now }),
    request: () => server.requests[before]
  }
})

layer(environment)("NtfyNotifier", (it) => {
  it.effect("a message is published as JSON to the server's root, with the token in its header alone", () =>
    Effect.gen(function*() {
      const { outcome, request } = yield* delivering(null, { target: { token: "tk_secret", priority: 5 } })
      assert.deepInclude(yield* outcome, { httpStatus: 200 })
      assert.deepInclude(request(), { method: "POST", path: "/" })
      assert.deepInclude(request()?.headers, { authorization: "Bearer tk_secret", "content-type": "application/json" })
      assert.notInclude(request()?.body, "tk_secret")
      assert.deepInclude(JSON.parse(request()?.body ?? ""), { topic: "alerts", priority: 5 })
    }))

  it.effect("without a token nothing claims one", () =>
    Effect.gen(function*() {
      const { outcome, request } = yield* delivering(null)
      yield* outcome
      assert.notProperty(request()?.headers, "authorization")
    }))

  it.effect("the longest evidence is taken as a message, not as a file", () =>
    Effect.gen(function*() {
      const { outcome } = yield* delivering(null, { changes: { evidence: "<証拠>😀 ".repeat(50_000), answer: "答".repeat(9_000) } })
      assert.deepInclude(yield* outcome, { httpStatus: 200 })
    }))

  it.effect("a stored target that breaks today's rules is refused and not called", () =>
    Effect.gen(function*() {
      const { outcome, request } = yield* delivering(null, { target: { topic: "a b" } })
      const { reason } = yield* Effect.flip(outcome)
      assert.deepInclude(reason, { _tag: "TargetRejected", gone: false })
      assert.isUndefined(request())
    }))

  describe("hostile answers", () => {
    it.effect("another web server's 200 is no delivery", () =>
      Effect.gen(function*() {
        const { outcome } = yield* delivering((response) => response.writeHead(200).end("<h1>It works!</h1>"))
        const { reason } = yield* Effect.flip(outcome)
        assert.deepInclude(reason, { _tag: "DeliveryDeferred", httpStatus: 200 })
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
          response.write("{")
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

  it.effect("a private address is refused when it is saved, and again when it is called", () =>
    Effect.gen(function*() {
      const notifier = yield* ntfyNotifier()
      const target = { server: "https://127.0.0.1", topic: "alerts" }
      const error = yield* Effect.flip(notifier.checkTarget(target))
      assert.match(error.message, /^ntfy server cannot be used: /)
      const { reason } = yield* Effect.flip(notifier.deliver(outgoingMessage(), target, { secrets: [], now }))
      assert.deepInclude(reason, { _tag: "TargetRejected", gone: false })
    }).pipe(Effect.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false }))))
})
