import { assert, describe, it } from "@effect/vitest"
import type { NotifierReason, Receipt } from "@vedette/domain"
import { OutboundHttpFetch } from "@vedette/outbound"
import { outgoingMessage } from "@vedette/testkit/notifier"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { createServer, type Socket } from "node:net"
import { createServer as createTlsServer } from "node:tls"
import { webhookNotifier } from "../src/index.ts"
import { selfSigned } from "./selfSigned.ts"

const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
const now = DateTime.makeUnsafe("2026-11-21T09:31:00.900Z")

/** A receiver that speaks bytes: what it does with a request once the request's head has arrived. */
interface Hostile {
  readonly name: string
  readonly meets: (socket: Socket) => void
  readonly tls?: true
  /** It would be waited for: the time-out has to come. */
  readonly waits?: true
  readonly outcome: Partial<NotifierReason> | Receipt
}

const answer = (status: string, headers: ReadonlyArray<string> = [], body = "") => (socket: Socket) => {
  socket.end([`HTTP/1.1 ${status}`, `content-length: ${Buffer.byteLength(body)}`, ...headers, "", body].join("\r\n"))
}

/** Writes `piece` until the other side has had enough. */
const flood = (socket: Socket, piece: string) => {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  }
  socket.on("drain", more)
  more()
}

const deferred = { _tag: "DeliveryDeferred", httpStatus: null, retryAfterMs: null } as const

/** As the README's table has them, in its order. */
const table: ReadonlyArray<Hostile> = [
  {
    name: "301: not followed, tried again, and its owner reads why",
    meets: answer("301 Moved Permanently", ["location: https://elsewhere.example/"]),
    outcome: {
      ...deferred,
      httpStatus: 301,
      message: "The receiver answered 301, and redirects are not followed: use the final URL"
    }
  },
  {
    name: "404: a receiver's own fault is mostly mended, so it is tried again",
    meets: answer("404 Not Found", [], "no such hook"),
    outcome: { ...deferred, httpStatus: 404, responseExcerpt: "no such hook" }
  },
  {
    name: "410: never called again",
    meets: answer("410 Gone"),
    outcome: { _tag: "TargetRejected", httpStatus: 410, gone: true }
  },
  {
    name: "429 with seconds: not before",
    meets: answer("429 Too Many Requests", ["retry-after: 120"]),
    outcome: { ...deferred, httpStatus: 429, retryAfterMs: 120_000 }
  },
  {
    name: "429 with a date: not before",
    meets: answer("429 Too Many Requests", ["retry-after: Sat, 21 Nov 2026 09:41:00 GMT"]),
    outcome: { ...deferred, httpStatus: 429, retryAfterMs: 599_100 }
  },
  {
    name: "429 with nonsense: as the ladder has it",
    meets: answer("429 Too Many Requests", ["retry-after: soon"]),
    outcome: { ...deferred, httpStatus: 429 }
  },
  { name: "500: tried again", meets: answer("500 Internal Server Error"), outcome: { ...deferred, httpStatus: 500 } },
  {
    name: "503 with Retry-After: not before",
    meets: answer("503 Service Unavailable", ["retry-after: 30"]),
    outcome: { ...deferred, httpStatus: 503, retryAfterMs: 30_000 }
  },
  {
    name: "no answer: left after 15 s",
    meets: () => {},
    waits: true,
    outcome: { ...deferred, message: "No complete answer within 15000 ms." }
  },
  {
    name: "a body that never ends coming: left after 15 s",
    meets: (socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nthanks f"),
    waits: true,
    outcome: { ...deferred, message: "No complete answer within 15000 ms." }
  },
  {
    name: "half closed before a word: tried again",
    meets: (socket) => socket.end(),
    outcome: deferred
  },
  {
    name: "half closed in the middle of the body: tried again, whatever its status said",
    meets: (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nthanks f"),
    outcome: deferred
  },
  { name: "reset: tried again", meets: (socket) => socket.resetAndDestroy(), outcome: deferred },
  {
    name: "headers without end: cut off at 16 kB",
    meets: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n")
      flood(socket, `x-more: ${"y".repeat(1_000)}\r\n`)
    },
    outcome: deferred
  },
  { name: "not HTTP: tried again", meets: (socket) => socket.end("220 mail.example ESMTP\r\n"), outcome: deferred },
  {
    name: "a certificate that nobody vouches for: tried again, and its owner reads what is wrong with it",
    meets: answer("204 No Content"),
    tls: true,
    outcome: deferred
  },
  {
    name: "a huge answer of a receiver that took it: delivered, 500 characters kept",
    meets: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n")
      flood(socket, "ä".repeat(10_000))
    },
    outcome: { httpStatus: 200, responseExcerpt: `${"ä".repeat(499)}…` }
  }
]

/** Such a receiver on a socket of this machine, and a promise that its request has come. */
const open = (hostile: Hostile) =>
  Effect.gen(function*() {
    const asked = Promise.withResolvers<void>()
    const sockets = new Set<Socket>()
    const meet = (socket: Socket) => {
      sockets.add(socket)
      socket.on("error", () => {})
      socket.once("data", () => {
        asked.resolve()
        hostile.meets(socket)
      })
    }
    const server = hostile.tls === true
      ? createTlsServer(selfSigned, meet).on("tlsClientError", () => asked.resolve())
      : createServer({ allowHalfOpen: true }, meet)
    yield* Effect.acquireRelease(
      Effect.promise(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))),
      () =>
        Effect.promise(() => {
          for (const socket of sockets) socket.destroy()
          return new Promise<void>((resolve) => server.close(() => resolve()))
        })
    )
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    return { url: `${hostile.tls === true ? "https" : "http"}://127.0.0.1:${port}/hook`, asked: asked.promise }
  })

const environment = OutboundHttpFetch.layer({ allowPrivateAddresses: true })

describe("a hostile receiver has the outcome that is documented", () => {
  for (const hostile of table) {
    it.effect(hostile.name, () =>
      Effect.gen(function*() {
        const { asked, url } = yield* open(hostile)
        const notifier = yield* webhookNotifier({ allowHttp: true })
        const delivering = notifier.deliver(outgoingMessage(), { url }, { secrets, now })
        const fiber = yield* Effect.forkChild(Effect.match(delivering, {
          onFailure: ({ reason }) => reason,
          onSuccess: (receipt) => receipt
        }))
        if (hostile.waits === true) {
          yield* Effect.promise(() => asked)
          yield* TestClock.adjust("14 seconds")
          assert.isUndefined(fiber.pollUnsafe())
          yield* TestClock.adjust("1 second")
        }
        assert.deepInclude(yield* Fiber.join(fiber), hostile.outcome)
      }).pipe(Effect.provide(environment)))
  }

  it.effect("what is wrong with a certificate is said in words", () =>
    Effect.gen(function*() {
      const { url } = yield* open({ name: "", meets: answer("204 No Content"), tls: true, outcome: deferred })
      const notifier = yield* webhookNotifier()
      const { message } = yield* Effect.flip(notifier.deliver(outgoingMessage(), { url }, { secrets, now }))
      assert.include(message, "No secure connection to 127.0.0.1 could be made")
      assert.include(message, "DEPTH_ZERO_SELF_SIGNED_CERT")
    }).pipe(Effect.provide(environment)))
})

describe("a name that leads to where nobody may go", () => {
  const guarded = (...answers: ReadonlyArray<string>) => {
    let asked = 0
    return OutboundHttpFetch.layer({
      allowPrivateAddresses: false,
      resolve: (_, answer) => {
        const address = answers[Math.min(asked++, answers.length - 1)] ?? ""
        answer(null, [{ address, family: address.includes(":") ? 6 : 4 }])
      }
    })
  }

  for (const address of ["127.0.0.1", "10.0.0.7", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "::ffff:192.168.1.1"]) {
    it.effect(`${address}: refused when it is saved`, () =>
      Effect.gen(function*() {
        const notifier = yield* webhookNotifier()
        const error = yield* Effect.flip(notifier.checkTarget({ url: "https://rebound.example/hook" }))
        assert.include(error.message, "does not resolve to the public internet")
      }).pipe(Effect.provide(guarded(address))))

    it.effect(`${address}: refused when it is called, though it led elsewhere when it was saved`, () =>
      Effect.gen(function*() {
        const notifier = yield* webhookNotifier()
        const target = yield* notifier.checkTarget({ url: "https://rebound.example/hook" })
        const { reason } = yield* Effect.flip(notifier.deliver(outgoingMessage(), target, { secrets, now }))
        assert.strictEqual(reason._tag, "TargetRejected")
        assert.deepInclude(reason, { gone: false, httpStatus: null })
      }).pipe(Effect.provide(guarded("93.184.215.14", address))))
  }
})
