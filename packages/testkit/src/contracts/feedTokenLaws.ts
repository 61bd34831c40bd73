import { assert } from "@effect/vitest"
import { FeedToken, type FeedTokenId, FeedTokenRepository, freshId, UnitOfWork, type UserId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const givenToken = Effect.fnUntraced(function*(userId: UserId, name = "Reader") {
  const id = yield* freshId<FeedTokenId>()
  const token: FeedToken = { id, userId, name, digest: `digest-${id}`, createdAt: fixtureNow }
  yield* (yield* FeedTokenRepository).insert(token)
  return token
})

export const feedTokenLaws = [
  storageLaw(
    "a feed token is found by its digest until its owner deletes it",
    Effect.gen(function*() {
      const tokens = yield* FeedTokenRepository
      const [owner, stranger] = [yield* given.user(), yield* given.user()]
      const token = yield* givenToken(owner.id)
      assertSame(FeedToken, Option.getOrThrow(yield* tokens.findByDigest(token.digest)), token)
      assert.isFalse(yield* tokens.delete(stranger.id, token.id))
      assert.isTrue(Option.isSome(yield* tokens.findByDigest(token.digest)))
      assert.isTrue(yield* tokens.delete(owner.id, token.id))
      assert.isFalse(yield* tokens.delete(owner.id, token.id))
      assert.isTrue(Option.isNone(yield* tokens.findByDigest(token.digest)))
    })
  ),
  storageLaw(
    "feed tokens are listed newest first, and never another owner's",
    Effect.gen(function*() {
      const tokens = yield* FeedTokenRepository
      const [owner, stranger] = [yield* given.user(), yield* given.user()]
      const [older, newer] = [yield* givenToken(owner.id, "Phone"), yield* givenToken(owner.id, "Laptop")]
      yield* givenToken(stranger.id)
      assertSame(Schema.Array(FeedToken), yield* tokens.list(owner.id), [newer, older])
    })
  ),
  storageLaw(
    "who counts a user's feed tokens to add one is not overtaken: of many at once one takes the last place",
    Effect.gen(function*() {
      const tokens = yield* FeedTokenRepository
      const { transact } = yield* UnitOfWork
      const [owner, stranger] = [yield* given.user(), yield* given.user()]
      yield* givenToken(owner.id)
      yield* givenToken(stranger.id)
      const taken = yield* Effect.forEach(Array.from({ length: 8 }), () =>
        transact(Effect.gen(function*() {
          const before = yield* tokens.lockCount(owner.id)
          // Whoever counts without holding the others off has all of them between these two lines.
          yield* Effect.yieldNow
          if (before < 2) yield* givenToken(owner.id)
          return before < 2
        })), { concurrency: "unbounded" })
      assert.strictEqual(taken.filter((one) => one).length, 1)
      assert.strictEqual(yield* transact(tokens.lockCount(owner.id)), 2)
    })
  )
]
