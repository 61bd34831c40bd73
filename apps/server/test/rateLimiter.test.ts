import { assert, describe, it } from "@effect/vitest"
import { RateLimits } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { rateLimiter } from "../src/http/rateLimiter.ts"

/** Limits that have no room, and remember how often they were asked. */
const full = () => {
  let asked = 0
  const limits = RateLimits.of({
    take: () => Effect.sync(() => (asked += 1, { allowed: false, remaining: 0, resetsIn: Duration.seconds(30) })),
    prune: () => Effect.succeed(0)
  })
  return { limits, asked: () => asked }
}

describe("who was refused", () => {
  it.effect("costs the storage nothing more until the window ends, and is told how long that is", () =>
    Effect.gen(function*() {
      const { asked, limits } = full()
      const limiter = rateLimiter({ perAddress: 1, perCredential: 1 })
      const refused = Effect.provideService(Effect.flip(limiter.ofAddress("192.0.2.1")), RateLimits, limits)
      yield* refused
      yield* TestClock.adjust("10 seconds")
      for (let n = 0; n < 100; n++) yield* refused
      assert.strictEqual(asked(), 1)
      const again = yield* refused
      assert.strictEqual(again._tag === "RateLimited" ? Duration.toSeconds(again.resetsIn) : null, 20)
      yield* TestClock.adjust("20 seconds")
      yield* refused
      assert.strictEqual(asked(), 2)
    }))

  it.effect("is forgotten when ten thousand others were refused since, and asked for again", () =>
    Effect.gen(function*() {
      const { asked, limits } = full()
      const limiter = rateLimiter({ perAddress: 1, perCredential: 1 })
      const refuse = (n: number) => Effect.provideService(Effect.flip(limiter.ofAddress(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)), RateLimits, limits)
      for (let n = 0; n <= 10_000; n++) yield* refuse(n)
      yield* refuse(10_000)
      assert.strictEqual(asked(), 10_001)
      yield* refuse(0)
      assert.strictEqual(asked(), 10_002)
    }))
})
