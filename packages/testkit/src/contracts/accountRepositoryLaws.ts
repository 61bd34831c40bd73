import { assert } from "@effect/vitest"
import { AccountRepository, ApiKey, type ApiKeyId, freshId, User, type UserId } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { anApiKey } from "../fixtures/anApiKey.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"
import { storageReasonOf } from "./storageReasonOf.ts"

/** A key that no other law knows: keys outlive their law, and both their prefix and their digest are looked up. */
const unsavedKey = Effect.fnUntraced(function*(overrides: Partial<ApiKey> = {}) {
  const id = yield* freshId<ApiKeyId>()
  return anApiKey({ id, prefix: `vd_${id.slice(-12)}`, digest: id.replaceAll("-", "").padEnd(64, "0"), ...overrides })
})

export const accountRepositoryLaws = [
  storageLaw(
    "a user inserted is found again unchanged",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const named = yield* given.user()
      const nameless = yield* given.user({ email: null, isActive: false })
      assertSame(User, Option.getOrThrow(yield* accounts.findUser(named.id)), named)
      assertSame(User, Option.getOrThrow(yield* accounts.findUser(nameless.id)), nameless)
      assert.isTrue(Option.isNone(yield* accounts.findUser(yield* freshId<UserId>())))
    })
  ),
  storageLaw(
    "a key's digest is unique",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const key = yield* unsavedKey({ userId: (yield* given.user()).id })
      yield* accounts.insertKey(key)
      const twin = yield* unsavedKey({ userId: key.userId, digest: key.digest })
      const reason = yield* storageReasonOf(accounts.insertKey(twin))
      assert.deepInclude(reason, { _tag: "Conflict", rule: "api_key_digest" })
      assert.deepStrictEqual(yield* accounts.findKeys(twin.prefix), [])
    })
  ),
  storageLaw(
    "all keys with a prefix are found, revoked and expired ones included",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const userId = (yield* given.user()).id
      const live = yield* unsavedKey({ userId, scopes: ["admin"] })
      const { prefix } = live
      const revoked = yield* unsavedKey({ userId, prefix, revokedAt: fixtureNow })
      const expired = yield* unsavedKey({ userId, prefix, expiresAt: fixtureNow })
      const stranger = yield* unsavedKey({ userId })
      yield* Effect.forEach([live, revoked, expired, stranger], accounts.insertKey)
      const found = yield* accounts.findKeys(prefix)
      assertSame(
        Schema.Array(ApiKey),
        found.toSorted((a, b) => a.id < b.id ? -1 : 1),
        [live, revoked, expired]
      )
    })
  ),
  storageLaw(
    "the use of a key is remembered, and of no other",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const userId = (yield* given.user()).id
      const used = yield* unsavedKey({ userId })
      const unused = yield* unsavedKey({ userId })
      yield* Effect.forEach([used, unused], accounts.insertKey)
      yield* accounts.touchKey(used.id, fixtureNow)
      assertSame(Schema.Array(ApiKey), yield* accounts.findKeys(used.prefix), [{ ...used, lastUsedAt: fixtureNow }])
      assertSame(Schema.Array(ApiKey), yield* accounts.findKeys(unused.prefix), [unused])
    })
  )
]
