import { assert, describe, it } from "@effect/vitest"
import { HttpFetch, type IncomingResponse } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { takingTurns } from "../src/takingTurns.ts"

const answer: IncomingResponse = { status: 200, headers: {}, body: new Uint8Array(), url: "https://shop.example/", latencyMs: 0 }

/** A web whose hosts take a second for everything, and remember how many asked at once. */
const slowWeb = () => {
  const under = new Map<string, number>()
  const most = new Map<string, number>()
  const http = HttpFetch.of({
    check: () => Effect.void,
    fetch: ({ url }) => {
      const { hostname } = new URL(url)
      return Effect.acquireUseRelease(
        Effect.sync(() => {
          under.set(hostname, (under.get(hostname) ?? 0) + 1)
          most.set(hostname, Math.max(most.get(hostname) ?? 0, under.get(hostname) ?? 0))
        }),
        () => Effect.as(Effect.sleep("1 second"), answer),
        () => Effect.sync(() => under.set(hostname, (under.get(hostname) ?? 0) - 1))
      )
    }
  })
  return { http, most, under }
}

describe("takingTurns", () => {
  it.effect("asks one host so many times at once and no more, and other hosts meanwhile", () =>
    Effect.gen(function*() {
      const { http, most } = slowWeb()
      const { fetch } = takingTurns(http, 2)
      const urls = ["a", "b", "c", "d", "e"].flatMap((path) => [`https://shop.example/${path}`, `http://SHOP.example:8080/${path}`])
      const all = yield* Effect.forkChild(
        Effect.forEach([...urls, "https://other.example/"], (url) => fetch({ url }), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("1 second")
      assert.strictEqual(most.get("other.example"), 1)
      yield* TestClock.adjust("4 seconds")
      assert.lengthOf(yield* Fiber.join(all), urls.length + 1)
      assert.strictEqual(most.get("shop.example"), 2)
    }))

  it.effect("who is interrupted gives the place back, waiting or asking", () =>
    Effect.gen(function*() {
      const { http, under } = slowWeb()
      const { fetch } = takingTurns(http, 1)
      const asking = yield* Effect.forkChild(fetch({ url: "https://shop.example/1" }))
      const waiting = yield* Effect.forkChild(fetch({ url: "https://shop.example/2" }))
      yield* TestClock.adjust("100 millis")
      yield* Fiber.interrupt(waiting)
      yield* Fiber.interrupt(asking)
      assert.strictEqual(under.get("shop.example"), 0)
      const next = yield* Effect.forkChild(fetch({ url: "https://shop.example/3" }))
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(next)).status, 200)
    }))
})
