import { assert } from "@effect/vitest"
import { freshId, IdempotencyStore, type KeptAnswer, type RequestClaim, UnitOfWork, type UserId } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { ContractTime } from "./ContractTime.ts"
import { storageLaw } from "./storageLaw.ts"

const HOUR = Duration.hours(1)
const long = { keep: HOUR, hold: HOUR }

const answer: KeptAnswer = { status: 200, headers: { etag: "\"1-x\"" }, body: "{\"a\":\"é 😀\"}" }

const aClaim = Effect.fnUntraced(function*(overrides: Partial<RequestClaim> = {}) {
  const claim: RequestClaim = { owner: yield* freshId<UserId>(), key: "order 7", fingerprint: "abc", token: yield* freshId(), ...overrides }
  return claim
})

/** The same request, tried once more. */
const again = (claim: RequestClaim) => Effect.map(freshId(), (token): RequestClaim => ({ ...claim, token }))

export const idempotencyLaws = [
  storageLaw(
    "of many tries at once exactly one is new; the others are in flight until it is answered, and then answered by it",
    Effect.gen(function*() {
      const store = yield* IdempotencyStore
      const claim = yield* aClaim()
      const tries = yield* Effect.all(Array.from({ length: 12 }, () => again(claim)))
      const begun = yield* Effect.forEach(tries, (one) => store.begin(one, long), { concurrency: "unbounded" })
      assert.deepStrictEqual(begun.map(({ _tag }) => _tag).sort(), [...Array.from({ length: 11 }, () => "InFlight"), "New"])
      const first = tries[begun.findIndex(({ _tag }) => _tag === "New")]!
      assert.isTrue(yield* store.finish(first, answer))
      assert.deepStrictEqual(yield* store.begin(yield* again(claim), long), { _tag: "Answered", answer })
    })
  ),
  storageLaw(
    "a key used for another request is different, in flight and answered; another owner's same key is another key",
    Effect.gen(function*() {
      const store = yield* IdempotencyStore
      const claim = yield* aClaim()
      const other = { ...(yield* again(claim)), fingerprint: "def" }
      yield* store.begin(claim, long)
      assert.deepStrictEqual(yield* store.begin(other, long), { _tag: "Different" })
      yield* store.finish(claim, answer)
      assert.deepStrictEqual(yield* store.begin(other, long), { _tag: "Different" })
      assert.deepStrictEqual(yield* store.begin(yield* aClaim(), long), { _tag: "New" })
    })
  ),
  storageLaw(
    "what is finished in a transaction that is rolled back is not finished",
    Effect.gen(function*() {
      const store = yield* IdempotencyStore
      const { transact } = yield* UnitOfWork
      const claim = yield* aClaim()
      yield* store.begin(claim, long)
      yield* Effect.flip(transact(Effect.andThen(store.finish(claim, answer), Effect.fail("refused"))))
      assert.deepStrictEqual(yield* store.begin(yield* again(claim), long), { _tag: "InFlight" })
      yield* transact(store.finish(claim, answer))
      assert.deepStrictEqual(yield* store.begin(yield* again(claim), long), { _tag: "Answered", answer })
    })
  ),
  storageLaw(
    "an abandoned request is new again, and its late answer is not kept; an answered one cannot be abandoned",
    Effect.gen(function*() {
      const store = yield* IdempotencyStore
      const claim = yield* aClaim()
      yield* store.begin(claim, long)
      yield* store.abandon(claim)
      assert.isFalse(yield* store.finish(claim, answer))
      const second = yield* again(claim)
      assert.deepStrictEqual(yield* store.begin(second, long), { _tag: "New" })
      yield* store.abandon(claim)
      assert.isTrue(yield* store.finish(second, answer))
      yield* store.abandon(second)
      assert.deepStrictEqual(yield* store.begin(yield* again(claim), long), { _tag: "Answered", answer })
    })
  ),
  storageLaw(
    "a try that is heard of no more loses its place to the next of the same request, and can answer nothing",
    Effect.gen(function*() {
      const store = yield* IdempotencyStore
      const { elapse, unit } = yield* ContractTime
      const claim = yield* aClaim()
      yield* store.begin(claim, { keep: HOUR, hold: unit })
      yield* elapse(unit)
      assert.deepStrictEqual(yield* store.begin({ ...(yield* again(claim)), fingerprint: "def" }, long), { _tag: "Different" })
      const second = yield* again(claim)
      assert.deepStrictEqual(yield* store.begin(second, long), { _tag: "New" })
      assert.isFalse(yield* store.finish(claim, { ...answer, status: 204 }))
      assert.isTrue(yield* store.finish(second, answer))
      assert.deepStrictEqual(yield* store.begin(yield* again(claim), long), { _tag: "Answered", answer })
    })
  ),
  storageLaw(
    "an answer is kept for its time, and then as if it had never been; it is forgotten with others, as many at a time as asked",
    Effect.gen(function*() {
      const store = yield* IdempotencyStore
      const { elapse, unit } = yield* ContractTime
      const [short, kept] = [yield* aClaim(), yield* aClaim()]
      yield* store.begin(short, { keep: unit, hold: unit })
      yield* store.finish(short, answer)
      for (const _ of [1, 2]) yield* store.begin(yield* aClaim(), { keep: unit, hold: unit })
      yield* store.begin(kept, long)
      yield* store.finish(kept, answer)
      yield* elapse(unit)
      assert.deepStrictEqual(yield* store.begin({ ...(yield* again(short)), fingerprint: "def" }, { keep: unit, hold: unit }), { _tag: "New" })
      yield* elapse(unit)
      assert.strictEqual(yield* store.prune(2), 2)
      assert.isAtLeast(yield* store.prune(1_000), 1)
      assert.strictEqual(yield* store.prune(1_000), 0)
      assert.deepStrictEqual(yield* store.begin(yield* again(kept), long), { _tag: "Answered", answer })
    })
  )
]
