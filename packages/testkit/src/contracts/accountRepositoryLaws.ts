import { assert } from "@effect/vitest"
import { AccountRepository, ApiKey, type ApiKeyId, freshId, UnitOfWork, User, type UserId } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
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
    "an identity belongs to one user, who is found by it",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const subject = yield* freshId<UserId>()
      const user = yield* given.user({ issuer: "https://issuer.example", subject })
      assertSame(User, Option.getOrThrow(yield* accounts.findIdentity({ issuer: "https://issuer.example", subject })), user)
      // The same subject at another issuer is somebody else.
      assert.isTrue(Option.isNone(yield* accounts.findIdentity({ issuer: "https://other.example", subject })))
      yield* given.user({ issuer: "https://other.example", subject })
      const reason = yield* storageReasonOf(given.user({ issuer: user.issuer, subject }))
      assert.deepInclude(reason, { _tag: "Conflict", rule: "user_identity" })
    })
  ),
  storageLaw(
    "a user saved keeps id, age and identity, and no user is made by saving",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const subject = yield* freshId<UserId>()
      const user = yield* given.user({ issuer: "https://issuer.example", subject })
      const edited = { ...user, email: "new@example.com", isActive: false, welcomedAt: fixtureNow }
      const later = DateTime.add(user.createdAt, { days: 1 })
      assert.isTrue(yield* accounts.saveUser({ ...edited, subject: "another", createdAt: later }))
      assertSame(User, Option.getOrThrow(yield* accounts.findUser(user.id)), edited)
      const nobody = yield* freshId<UserId>()
      assert.isFalse(yield* accounts.saveUser({ ...edited, id: nobody }))
      assert.isTrue(Option.isNone(yield* accounts.findUser(nobody)))
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
  ),
  storageLaw(
    "of two uses of a key that arrive in the wrong order the later one stands",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const key = yield* unsavedKey({ userId: (yield* given.user()).id })
      yield* accounts.insertKey(key)
      yield* accounts.touchKey(key.id, DateTime.add(fixtureNow, { minutes: 1 }))
      yield* accounts.touchKey(key.id, fixtureNow)
      const [stored] = yield* accounts.findKeys(key.prefix)
      assert.deepStrictEqual(stored?.lastUsedAt, DateTime.add(fixtureNow, { minutes: 1 }))
    })
  ),
  storageLaw(
    "a user's keys are listed newest first, revoked and expired ones included, and nobody else's",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const userId = (yield* given.user()).id
      const oldest = yield* unsavedKey({ userId, revokedAt: fixtureNow })
      const middle = yield* unsavedKey({ userId, expiresAt: fixtureNow })
      const newest = yield* unsavedKey({ userId })
      const stranger = yield* unsavedKey({ userId: (yield* given.user()).id })
      yield* Effect.forEach([middle, newest, oldest, stranger], accounts.insertKey)
      assertSame(Schema.Array(ApiKey), yield* accounts.listKeys(userId), [newest, middle, oldest])
    })
  ),
  storageLaw(
    "who counts a user's keys to add one is not overtaken: of many at once one takes the last place",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const { transact } = yield* UnitOfWork
      const userId = (yield* given.user()).id
      yield* accounts.insertKey(yield* unsavedKey({ userId }))
      yield* accounts.insertKey(yield* unsavedKey({ userId: (yield* given.user()).id }))
      const taken = yield* Effect.forEach(Array.from({ length: 8 }), () =>
        transact(Effect.gen(function*() {
          const before = (yield* accounts.lockKeys(userId)).length
          // Whoever counts without holding the others off has all of them between these two lines.
          yield* Effect.yieldNow
          if (before < 2) yield* accounts.insertKey(yield* unsavedKey({ userId }))
          return before < 2
        })), { concurrency: "unbounded" })
      assert.strictEqual(taken.filter((one) => one).length, 1)
      assert.deepStrictEqual(
        (yield* transact(accounts.lockKeys(userId))).map(({ id }) => id),
        (yield* accounts.listKeys(userId)).map(({ id }) => id)
      )
    })
  ),
  storageLaw(
    "keys that are deleted are gone, and nobody else's are deleted with them",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const userId = (yield* given.user()).id
      const [gone, kept] = [yield* unsavedKey({ userId, revokedAt: fixtureNow }), yield* unsavedKey({ userId })]
      const strangers = yield* unsavedKey({ userId: (yield* given.user()).id })
      yield* Effect.forEach([gone, kept, strangers], accounts.insertKey)
      yield* accounts.deleteKeys(userId, [gone.id, strangers.id])
      yield* accounts.deleteKeys(userId, [])
      assert.deepStrictEqual(
        (yield* Effect.forEach([gone, kept, strangers], ({ prefix }) => accounts.findKeys(prefix))).map((found) => found.length),
        [0, 1, 1]
      )
    })
  ),
  storageLaw(
    "a key is revoked once, by its owner alone",
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const userId = (yield* given.user()).id
      const key = yield* unsavedKey({ userId })
      const other = yield* unsavedKey({ userId })
      yield* Effect.forEach([key, other], accounts.insertKey)
      assert.isTrue(Option.isNone(yield* accounts.revokeKey((yield* given.user()).id, key.id, fixtureNow)))
      assertSame(Schema.Array(ApiKey), yield* accounts.findKeys(key.prefix), [key])
      const revoked = Option.getOrThrow(yield* accounts.revokeKey(userId, key.id, fixtureNow))
      assertSame(ApiKey, revoked, { ...key, revokedAt: fixtureNow })
      yield* accounts.revokeKey(userId, key.id, DateTime.add(fixtureNow, { days: 1 }))
      assertSame(Schema.Array(ApiKey), yield* accounts.findKeys(key.prefix), [revoked])
      assertSame(Schema.Array(ApiKey), yield* accounts.findKeys(other.prefix), [other])
    })
  )
]
