import { assert, describe, it } from "@effect/vitest"
import { HttpFetch, type OutgoingRequest } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { FakeWeb } from "../src/fakes/FakeWeb.ts"
import { respond } from "../src/fakes/respond.ts"

const shop = "https://shop.example/kettle"
const get = (url: string, options: Partial<OutgoingRequest> = {}) =>
  Effect.flatMap(HttpFetch, (http) => http.fetch({ url, ...options }))
const reasonOf = (effect: ReturnType<typeof get>) => Effect.map(Effect.flip(effect), (error) => error.reason._tag)
const textOf = (body: Uint8Array) => new TextDecoder().decode(body)
const onWeb = <E>(work: Effect.Effect<void, E, FakeWeb | HttpFetch>) => Effect.provide(work, FakeWeb.layer)

describe("FakeWeb", () => {
  it.effect("answers what is served, with any status, and says who answered", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve(shop, respond.html("<p>45.00 EUR</p>", { status: 500 }))
      const response = yield* get(`${shop}#price`)
      assert.strictEqual(response.status, 500)
      assert.strictEqual(textOf(response.body), "<p>45.00 EUR</p>")
      assert.strictEqual(response.headers["content-type"], "text/html; charset=utf-8")
    })))

  it.effect("what nobody serves does not answer, nor what was dropped", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      assert.strictEqual(yield* reasonOf(get(shop)), "ConnectionFailed")
      yield* web.serve(shop, respond.html(""))
      yield* get(shop)
      yield* web.drop(shop)
      assert.strictEqual(yield* reasonOf(get(shop)), "ConnectionFailed")
    })))

  it.effect("refuses what the guarded client refuses, before any request", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      const http = yield* HttpFetch
      for (const url of ["ftp://shop.example", "https://a:b@shop.example", "not a url"]) {
        assert.strictEqual(yield* reasonOf(get(url)), "InvalidUrl")
        assert.strictEqual((yield* Effect.flip(http.check(url))).reason._tag, "InvalidUrl")
      }
      const inside = ["localhost", "127.1", "2130706433", "10.1.2.3", "172.31.0.1", "169.254.169.254", "[::1]"]
      for (const host of inside) {
        assert.strictEqual(yield* reasonOf(get(`http://${host}/`)), "AddressRefused")
      }
      assert.deepStrictEqual(yield* web.requests, [])
      for (const url of [shop, "http://172.32.0.1/", "http://8.8.8.8/"]) yield* http.check(url)
    })))

  it.effect("a slow page costs virtual time, and more than allowed is a timeout", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve(shop, respond.after("3 seconds", respond.html("late")))
      const patient = yield* Effect.forkChild(get(shop))
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual((yield* Fiber.join(patient)).latencyMs, 3_000)
      const hasty = yield* Effect.forkChild(reasonOf(get(shop, { timeoutMs: 2_000 })))
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual(yield* Fiber.join(hasty), "TimedOut")
    })))

  it.effect("an interrupted request is open no longer", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve(shop, respond.never())
      const fiber = yield* Effect.forkChild(get(shop))
      yield* TestClock.adjust(0)
      assert.strictEqual(yield* web.open, 1)
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* web.open, 0)
    })))

  it.effect("follows as many redirects as allowed, and judges each hop", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve("https://shop.example/a", respond.redirect("/b"))
      yield* web.serve("https://shop.example/b", respond.redirect(shop, 301))
      yield* web.serve(shop, respond.html("here"))
      assert.strictEqual((yield* get("https://shop.example/a")).status, 302)
      assert.strictEqual(yield* reasonOf(get("https://shop.example/a", { maxRedirects: 1 })), "TooManyRedirects")
      assert.strictEqual((yield* get("https://shop.example/a", { maxRedirects: 2 })).url, shop)
      yield* web.serve(shop, respond.redirect("http://169.254.169.254/"))
      assert.strictEqual(yield* reasonOf(get(shop, { maxRedirects: 1 })), "AddressRefused")
    })))

  it.effect("too much is refused, or cut where asked", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      yield* web.serve(shop, respond.html("123456"))
      assert.strictEqual(yield* reasonOf(get(shop, { maxBytes: 5 })), "TooLarge")
      assert.strictEqual(textOf((yield* get(shop, { maxBytes: 5, onTooLarge: "truncate" })).body), "12345")
      assert.strictEqual(textOf((yield* get(shop, { maxBytes: 6 })).body), "123456")
    })))

  it.effect("scripts go by turn or by time", () =>
    onWeb(Effect.gen(function*() {
      const web = yield* FakeWeb
      const body = Effect.map(get(shop), (response) => textOf(response.body))
      yield* web.serve(shop, respond.inTurn(respond.html("one"), respond.html("two")))
      assert.deepStrictEqual([yield* body, yield* body, yield* body], ["one", "two", "two"])
      const noon = DateTime.makeUnsafe(12 * 3_600_000)
      yield* web.serve(shop, respond.overTime(respond.html("morning"), [noon, respond.html("afternoon")]))
      assert.strictEqual(yield* body, "morning")
      yield* TestClock.adjust("12 hours")
      assert.strictEqual(yield* body, "afternoon")
      const instants = (yield* web.requests).map(({ at }) => DateTime.toEpochMillis(at))
      assert.deepStrictEqual(instants, [0, 0, 0, 0, 12 * 3_600_000])
    })))
})
