import { assert } from "@effect/vitest"
import { freshId, RateLimits } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ContractTime } from "./ContractTime.ts"
import { storageLaw } from "./storageLaw.ts"

/** A window that no law outlives unless it lets time pass. */
const LONG = Duration.hours(1)

const aKey = Effect.map(freshId(), (id) => `law:${id}`)

export const rateLimitLaws = [
  storageLaw(
    "of many requests at once exactly the limit are allowed, each with a remainder of its own",
    Effect.gen(function*() {
      const { take } = yield* RateLimits
      const key = yield* aKey
      const verdicts = yield* Effect.all(
        Array.from({ length: 20 }, () => take({ key, limit: 7, window: LONG })),
        { concurrency: "unbounded" }
      )
      const allowed = verdicts.filter((verdict) => verdict.allowed)
      assert.deepStrictEqual(allowed.map(({ remaining }) => remaining).sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6])
      for (const verdict of verdicts.filter((verdict) => !verdict.allowed)) assert.strictEqual(verdict.remaining, 0)
      for (const { resetsIn } of verdicts) {
        assert.isTrue(Duration.isLessThanOrEqualTo(resetsIn, LONG))
        assert.isTrue(Duration.isGreaterThan(resetsIn, Duration.minutes(50)))
      }
    })
  ),
  storageLaw(
    "keys do not count for each other",
    Effect.gen(function*() {
      const { take } = yield* RateLimits
      const [one, other] = [yield* aKey, yield* aKey]
      assert.isTrue((yield* take({ key: one, limit: 1, window: LONG })).allowed)
      assert.isFalse((yield* take({ key: one, limit: 1, window: LONG })).allowed)
      assert.isTrue((yield* take({ key: other, limit: 1, window: LONG })).allowed)
    })
  ),
  storageLaw(
    "when a window ends a new one begins, however many were refused in the old one",
    Effect.gen(function*() {
      const { take } = yield* RateLimits
      const { elapse, unit } = yield* ContractTime
      const request = { key: yield* aKey, limit: 2, window: Duration.times(unit, 2) }
      const burst = Effect.map(Effect.all(Array.from({ length: 4 }, () => take(request))), (all) => all.map(({ allowed }) => allowed))
      assert.deepStrictEqual(yield* burst, [true, true, false, false])
      yield* elapse(Duration.times(unit, 2))
      assert.deepStrictEqual(yield* burst, [true, true, false, false])
    })
  ),
  storageLaw(
    "counts are forgotten when their window has ended, as many at a time as asked, and not before",
    Effect.gen(function*() {
      const { prune, take } = yield* RateLimits
      const { elapse, unit } = yield* ContractTime
      const counting = yield* aKey
      for (const _ of [1, 2, 3]) yield* take({ key: yield* aKey, limit: 1, window: unit })
      yield* take({ key: counting, limit: 1, window: LONG })
      yield* elapse(unit)
      assert.strictEqual(yield* prune(2), 2)
      assert.isAtLeast(yield* prune(1_000), 1)
      assert.isFalse((yield* take({ key: counting, limit: 1, window: LONG })).allowed)
      assert.strictEqual(yield* prune(1_000), 0)
    })
  )
]
