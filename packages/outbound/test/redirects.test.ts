import { assert, describe, layer } from "@effect/vitest"
import { HttpFetch, type OutgoingRequest } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { OutboundHttpFetch } from "../src/index.ts"
import { type Hop, nextHop } from "../src/nextHop.ts"
import { httpServer } from "./localServer.ts"

const fetch = (request: OutgoingRequest) => HttpFetch.use((http) => http.fetch(request))
const reasonOf = (request: OutgoingRequest) => fetch(request).pipe(Effect.flip, Effect.map((error) => error.reason._tag))

const echo = httpServer((request, response) => response.end(JSON.stringify({ method: request.method, headers: request.headers })))
const redirectTo = (location: string, status = 302) =>
  httpServer((_request, response) => response.writeHead(status, { location }).end("moved"))

layer(OutboundHttpFetch.layer({ allowPrivateAddresses: true }), { excludeTestServices: true })("redirects", (it) => {
  it.effect("none is followed by default: the redirect is the answer", () =>
    Effect.gen(function*() {
      const origin = yield* redirectTo("/b")
      const answer = yield* fetch({ url: origin })
      assert.strictEqual(answer.status, 302)
      assert.strictEqual(answer.headers["location"], "/b")
    }))

  it.effect("a chain is followed up to the limit and no further", () =>
    Effect.gen(function*() {
      const origin = yield* httpServer((request, response) => {
        const left = Number(request.url?.slice(1))
        if (left === 0) response.end("there")
        else response.writeHead(302, { location: `/${left - 1}` }).end()
      })
      const answer = yield* fetch({ url: `${origin}/3`, maxRedirects: 3 })
      assert.strictEqual(answer.status, 200)
      assert.strictEqual(answer.url, `${origin}/0`)
      assert.strictEqual(yield* reasonOf({ url: `${origin}/4`, maxRedirects: 3 }), "TooManyRedirects")
    }))

  it.effect.each(["file:///etc/passwd", "http://u:p@example.com/", "http:\\\\127.0.0.1\\", "http://[::1"])(
    "a redirect to %s is refused",
    (location) =>
      Effect.gen(function*() {
        assert.strictEqual(yield* reasonOf({ url: yield* redirectTo(location), maxRedirects: 3 }), "InvalidUrl")
      })
  )

  it.effect("across origins only harmless headers go along, within one all of them", () =>
    Effect.gen(function*() {
      const there = yield* echo
      const headers = { authorization: "Bearer s", Cookie: "a=b", "x-api-key": "k", referer: "https://a.example/?token=t", accept: "text/html" }
      const crossed = yield* fetch({ url: yield* redirectTo(there), maxRedirects: 1, headers })
      const seen = JSON.parse(new TextDecoder().decode(crossed.body)).headers
      assert.strictEqual(seen.accept, "text/html")
      for (const name of ["authorization", "cookie", "x-api-key", "referer"]) assert.notProperty(seen, name)

      const origin = yield* httpServer((request, response) =>
        request.url === "/a" ? response.writeHead(302, { location: "/b" }).end() : response.end(JSON.stringify(request.headers)))
      const stayed = yield* fetch({ url: `${origin}/a`, maxRedirects: 1, headers })
      assert.deepInclude(JSON.parse(new TextDecoder().decode(stayed.body)), { authorization: "Bearer s", "x-api-key": "k" })
    }))

  it.effect("a header once dropped does not come back when the chain returns to its origin", () =>
    Effect.gen(function*() {
      let home = ""
      const away = yield* httpServer((_request, response) => response.writeHead(302, { location: `${home}/end` }).end())
      home = yield* httpServer((request, response) =>
        request.url === "/end" ? response.end(JSON.stringify(request.headers)) : response.writeHead(302, { location: away }).end())
      const answer = yield* fetch({ url: home, maxRedirects: 3, headers: { authorization: "Bearer s" } })
      assert.notProperty(JSON.parse(new TextDecoder().decode(answer.body)), "authorization")
    }))

  it.effect("a body is not carried to another origin: the redirect is the answer", () =>
    Effect.gen(function*() {
      const origin = yield* redirectTo(yield* echo, 307)
      const answer = yield* fetch({ url: origin, method: "POST", body: "secret", maxRedirects: 3 })
      assert.strictEqual(answer.status, 307)
    }))

  it.effect("an operator's origin is reached by its own redirects, and not by those of another, were it one of the operator's too", () =>
    Effect.gen(function*() {
      const asked: Array<string> = []
      const model = yield* httpServer((request, response) => {
        asked.push(request.url ?? "")
        if (request.url === "/moved") response.writeHead(302, { location: "/here" }).end()
        else response.end("a model")
      })
      const engine = yield* redirectTo(`${model}/api/delete`)
      // By way of the engine and back: the first URL vouches for itself alone.
      const round = yield* httpServer((request, response) => response.writeHead(302, { location: request.url === "/a" ? "/b" : `${model}/api/delete` }).end())
      const layer = OutboundHttpFetch.layer({ allowPrivateAddresses: false, operatorOrigins: [model, engine, round] })
      assert.strictEqual((yield* fetch({ url: `${model}/moved`, maxRedirects: 3 }).pipe(Effect.provide(layer))).status, 200)
      for (const url of [engine, `${round}/a`]) {
        assert.strictEqual(yield* reasonOf({ url, maxRedirects: 3 }).pipe(Effect.provide(layer)), "AddressRefused")
      }
      assert.deepStrictEqual(asked, ["/moved", "/here"])
    }))

  it.effect("so it is of a name that is not known to be local before it is looked up", () =>
    Effect.gen(function*() {
      let asked = 0
      const model = yield* httpServer((_request, response) => response.end(String(++asked)))
      const byName = model.replace("127.0.0.1", "model.example")
      const engine = yield* redirectTo(`${byName}/api/delete`)
      const layer = OutboundHttpFetch.layer({
        allowPrivateAddresses: false,
        operatorOrigins: [byName, engine],
        resolve: (_hostname, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }])
      })
      assert.strictEqual((yield* fetch({ url: byName }).pipe(Effect.provide(layer))).status, 200)
      assert.strictEqual(yield* reasonOf({ url: engine, maxRedirects: 3 }).pipe(Effect.provide(layer)), "AddressRefused")
      assert.strictEqual(asked, 1)
    }))

  describe("nextHop", () => {
    const hop: Hop = { url: new URL("https://a.example/x"), method: "POST", headers: { "content-type": "text/plain" }, body: "b" }
    it.effect("https is not left for http", () =>
      Effect.sync(() => assert.isTrue(Result.isFailure(nextHop(hop, 302, "http://a.example/")))))
    it.effect.each([301, 302, 303])("%i turns a POST into a GET without body or body headers", (status) =>
      Effect.sync(() =>
        assert.deepStrictEqual(nextHop(hop, status, "/y"), Result.succeed({
          url: "https://a.example/y",
          request: { method: "GET", headers: {}, body: undefined }
        }))
      ))
    it.effect("308 within the origin keeps method and body", () =>
      Effect.sync(() => {
        const next = Result.getOrThrow(nextHop(hop, 308, "/y"))
        assert.deepInclude(next?.request, { method: "POST", body: "b" })
      }))
    it.effect("304 and a redirect without a target are answers", () =>
      Effect.sync(() => {
        assert.isNull(Result.getOrThrow(nextHop(hop, 304, "/y")))
        assert.isNull(Result.getOrThrow(nextHop(hop, 302, undefined)))
      }))
  })
})
