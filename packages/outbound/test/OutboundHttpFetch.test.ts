import { assert, describe, layer } from "@effect/vitest"
import { HttpFetch, type OutgoingRequest } from "@vedette/domain"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib"
import { OutboundHttpFetch } from "../src/index.ts"
import { httpServer, tcpServer } from "./localServer.ts"

const fetch = (request: OutgoingRequest) => HttpFetch.use((http) => http.fetch(request))
const textOf = (request: OutgoingRequest) => fetch(request).pipe(Effect.map(({ body }) => new TextDecoder().decode(body)))
const reasonOf = (request: OutgoingRequest) => fetch(request).pipe(Effect.flip, Effect.map((error) => error.reason._tag))

const head = "HTTP/1.1 200 OK\r\n"

layer(OutboundHttpFetch.layer({ allowPrivateAddresses: true, userAgent: "test/1" }), { excludeTestServices: true })("OutboundHttpFetch", (it) => {
  describe("answers", () => {
    it.effect("any status is an answer, with lower-case header names and repeated headers joined", () =>
      Effect.gen(function*() {
        const origin = yield* httpServer((_request, response) => {
          response.writeHead(503, [["Retry-After", "7"], ["X-A", "1"], ["x-a", "2"], ["__proto__", "p"]].flat())
          response.end("busy")
        })
        const answer = yield* fetch({ url: `${origin}/a?b=c#d` })
        assert.strictEqual(answer.status, 503)
        assert.strictEqual(answer.headers["retry-after"], "7")
        assert.strictEqual(answer.headers["x-a"], "1, 2")
        assert.strictEqual(new TextDecoder().decode(answer.body), "busy")
        assert.strictEqual(answer.url, `${origin}/a?b=c#d`)
        assert.isAtLeast(answer.latencyMs, 0)
      }))

    it.effect("method, body, path and headers arrive; those that belong to the connection stay ours", () =>
      Effect.gen(function*() {
        const origin = yield* httpServer((request, response) => {
          let body = ""
          request.on("data", (chunk) => body += chunk)
          request.on("end", () => response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body })))
        })
        const seen = JSON.parse(yield* textOf({
          url: `${origin}/hook?x=1`,
          method: "POST",
          body: "hello",
          headers: { "X-Key": "k", Host: "elsewhere.example", "Transfer-Encoding": "chunked", "Content-Length": "1" }
        }))
        assert.deepInclude(seen, { method: "POST", url: "/hook?x=1", body: "hello" })
        assert.deepInclude(seen.headers, { "x-key": "k", host: new URL(origin).host, "content-length": "5", "user-agent": "test/1" })
        assert.notProperty(seen.headers, "transfer-encoding")
      }))

    it.effect("a header with a line break is refused and nothing is sent", () =>
      Effect.gen(function*() {
        let requests = 0
        const origin = yield* httpServer((_request, response) => {
          requests += 1
          response.end()
        })
        assert.strictEqual(yield* reasonOf({ url: origin, headers: { "x-a": "1\r\nx-b: 2" } }), "InvalidUrl")
        assert.strictEqual(requests, 0)
      }))
  })

  describe("size", () => {
    const page = "äöü ".repeat(5_000)
    it.effect.each([
      ["gzip", gzipSync(page)],
      ["x-gzip", gzipSync(page)],
      ["deflate", deflateSync(page)],
      ["deflate", deflateRawSync(page)],
      ["br", brotliCompressSync(page)],
      ["gzip, br", brotliCompressSync(gzipSync(page))],
      ["identity", Buffer.from(page)]
    ] as const)("an answer in %s is decompressed", ([coding, bytes]) =>
      Effect.gen(function*() {
        const origin = yield* httpServer((_request, response) => response.writeHead(200, { "content-encoding": coding }).end(bytes))
        assert.strictEqual(yield* textOf({ url: origin }), page)
      }))

    it.effect.each([
      // As fast as can be: the bomb is made for every run, and its size is what counts.
      ["gzip", (bytes: Buffer) => gzipSync(bytes, { level: 1 })],
      ["br", (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } })],
      ["deflate", (bytes: Buffer) => deflateSync(bytes, { level: 1 })]
    ] as const)("a %s bomb is cut off at the cap and not at its end", ([coding, compress]) =>
      Effect.gen(function*() {
        const bomb = compress(Buffer.alloc(200_000_000))
        const origin = yield* httpServer((_request, response) => response.writeHead(200, { "content-encoding": coding }).end(bomb))
        const before = process.memoryUsage().arrayBuffers
        assert.strictEqual(yield* reasonOf({ url: origin, maxBytes: 1_000_000 }), "TooLarge")
        assert.isBelow(process.memoryUsage().arrayBuffers - before, 50_000_000)
      }))

    it.effect("exactly the cap is fine, one byte more is too large", () =>
      Effect.gen(function*() {
        const origin = yield* httpServer((_request, response) => response.end("x".repeat(1_000)))
        assert.lengthOf(yield* textOf({ url: origin, maxBytes: 1_000 }), 1_000)
        assert.strictEqual(yield* reasonOf({ url: origin, maxBytes: 999 }), "TooLarge")
      }))

    it.effect("truncating keeps exactly the cap, also of an endless answer", () =>
      Effect.gen(function*() {
        const origin = yield* httpServer((_request, response) => {
          const timer = setInterval(() => response.write("x".repeat(100)), 1)
          response.on("close", () => clearInterval(timer))
        })
        assert.lengthOf(yield* textOf({ url: origin, maxBytes: 1_234, onTooLarge: "truncate" }), 1_234)
      }))

    it.effect.each([
      ["an empty answer that calls itself gzip", "gzip", "", ""],
      ["an empty answer that calls itself deflate", "deflate", "", ""]
    ])("%s is empty", ([_name, coding, bytes, text]) =>
      Effect.gen(function*() {
        const origin = yield* httpServer((_request, response) => response.writeHead(200, { "content-encoding": coding }).end(bytes))
        assert.strictEqual(yield* textOf({ url: origin }), text)
      }))

    it.effect.each([
      ["damaged", "gzip", Buffer.from("not gzip")],
      ["cut short", "gzip", gzipSync("a".repeat(50_000)).subarray(0, 40)],
      ["in an unknown coding", "snappy", Buffer.from("x")],
      ["wrapped three times", "gzip, gzip, gzip", gzipSync(gzipSync(gzipSync("x")))]
    ] as const)("an answer %s is a failure and never half a page", ([_name, coding, bytes]) =>
      Effect.gen(function*() {
        const origin = yield* httpServer((_request, response) => response.writeHead(200, { "content-encoding": coding }).end(bytes))
        assert.strictEqual(yield* reasonOf({ url: origin }), "AnswerLost")
      }))
  })

  describe("time", () => {
    it.effect.each([
      ["says nothing", ""],
      ["stops within the headers", `${head}X-A: `],
      ["stops within the body", `${head}Content-Length: 10\r\n\r\nabc`]
    ] as const)("a server that %s is given up on", ([_name, bytes]) =>
      Effect.gen(function*() {
        const origin = yield* tcpServer((socket) => socket.write(bytes))
        assert.strictEqual(yield* reasonOf({ url: origin, timeoutMs: 200 }), "TimedOut")
      }))

    it.effect("a server that drips a byte now and then does not stretch the deadline", () =>
      Effect.gen(function*() {
        const origin = yield* tcpServer((socket) => {
          socket.write(`${head}Content-Length: 100000\r\n\r\n`)
          const timer = setInterval(() => socket.write("x"), 20)
          socket.on("close", () => clearInterval(timer))
        })
        assert.strictEqual(yield* reasonOf({ url: origin, timeoutMs: 300 }), "TimedOut")
      }))

    // A black hole as far as TLS can tell: the socket opens, and nobody shakes hands.
    it.effect("a server that accepts no connection was not asked, and is told from one that was and says nothing", () =>
      Effect.gen(function*() {
        const origin = yield* tcpServer(() => {})
        assert.strictEqual(yield* reasonOf({ url: origin.replace("http:", "https:"), timeoutMs: 5_000 }), "ConnectTimedOut")
      }).pipe(Effect.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: true, connectTimeoutMs: 100 }))))

    it.effect("endless headers end at the header cap", () =>
      Effect.gen(function*() {
        const origin = yield* tcpServer((socket) => {
          socket.write(head)
          const timer = setInterval(() => socket.write(`X-A: ${"a".repeat(1_000)}\r\n`), 1)
          socket.on("close", () => clearInterval(timer))
        })
        assert.strictEqual(yield* reasonOf({ url: origin, timeoutMs: 5_000 }), "TooLarge")
      }))

    it.effect.each([
      ["closes without a word", (write: (bytes: string) => void) => write("")],
      ["closes within the body", (write: (bytes: string) => void) => write(`${head}Content-Length: 10\r\n\r\nabc`)],
      ["speaks no HTTP", (write: (bytes: string) => void) => write("220 mail.example ESMTP\r\n")]
    ] as const)("a server that %s may have taken the request", ([_name, speak]) =>
      Effect.gen(function*() {
        const origin = yield* tcpServer((socket) => socket.once("data", () => speak((bytes) => socket.end(bytes))))
        assert.strictEqual(yield* reasonOf({ url: origin, timeoutMs: 3_000 }), "AnswerLost")
      }))

    it.effect.each([
      ["closes", (end: () => void) => end()],
      ["speaks no TLS", (_end: () => void, write: (bytes: string) => void) => write("220 mail.example ESMTP\r\n")]
    ] as const)("a server that %s before there is a secure connection was asked nothing", ([_name, speak]) =>
      Effect.gen(function*() {
        const origin = yield* tcpServer((socket) => socket.once("data", () => speak(() => socket.destroy(), (bytes) => socket.end(bytes))))
        assert.strictEqual(yield* reasonOf({ url: origin.replace("http:", "https:"), timeoutMs: 3_000 }), "ConnectionFailed")
      }))

    it.effect("a closed port is a failed connection", () =>
      Effect.gen(function*() {
        const origin = yield* Effect.scoped(tcpServer(() => {}))
        assert.strictEqual(yield* reasonOf({ url: origin }), "ConnectionFailed")
      }))

    it.effect("interrupting the effect aborts the request", () =>
      Effect.gen(function*() {
        const asked = yield* Deferred.make<void>()
        const closed = yield* Deferred.make<void>()
        const origin = yield* httpServer((request, response) => {
          Deferred.doneUnsafe(asked, Effect.void)
          request.on("close", () => Deferred.doneUnsafe(closed, Effect.void))
          response.write("half")
        })
        const fiber = yield* Effect.forkChild(fetch({ url: origin }))
        yield* Deferred.await(asked)
        yield* Fiber.interrupt(fiber)
        yield* Deferred.await(closed).pipe(Effect.timeout("2 seconds"))
      }))
  })
})
