import { AccountRepository, authenticate, ensureFirstUser, FIRST_USER_ID, prefixOf, Secrets, Unauthorized } from "@vedette/domain"
import { anApiKey, aUser } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import { installation } from "./installation.ts"

const key = `sk_${"k".repeat(43)}`

/** Stores a user and `key` of theirs, with anything of both replaced. */
const given = Effect.fn("given")(function*(
  changes: { readonly user?: Parameters<typeof aUser>[0]; readonly key?: Parameters<typeof anApiKey>[0] } = {}
) {
  const accounts = yield* AccountRepository
  const digest = yield* Secrets.use((secrets) => secrets.digest(key))
  yield* accounts.insertUser(aUser(changes.user))
  yield* accounts.insertKey(anApiKey({ prefix: prefixOf(key), digest, ...changes.key }))
})

const lastUsed = Effect.map(
  AccountRepository.use((accounts) => accounts.findKeys(prefixOf(key))),
  ([stored]) => stored?.lastUsedAt ?? null
)

const refused = Effect.gen(function*() {
  const refusal = yield* Effect.flip(authenticate(key))
  assert.instanceOf(refusal, Unauthorized)
  assert.strictEqual(refusal.message, "Invalid API key")
})

describe("authenticate", () => {
  it.effect("a good key opens the door to its owner, with its scopes", () =>
    Effect.gen(function*() {
      yield* given({ key: { scopes: ["read"] } })
      assert.deepStrictEqual(yield* authenticate(key), {
        userId: aUser().id,
        scopes: ["read"],
        credential: `key:${anApiKey().id}`,
        firstSeen: false
      })
    }).pipe(Effect.provide(installation)))

  it.effect("unknown, wrong, revoked, expired and a deactivated user's keys are refused alike", () =>
    Effect.gen(function*() {
      yield* refused.pipe(Effect.provide(installation))
      const now = yield* DateTime.now
      for (
        const changes of [
          { key: { digest: "0".repeat(64) } },
          { key: { revokedAt: now } },
          { key: { expiresAt: now } },
          { user: { isActive: false } }
        ]
      ) yield* Effect.andThen(given(changes), refused).pipe(Effect.provide(installation))
    }))

  it.effect("a key is good up to the instant it expires", () =>
    Effect.gen(function*() {
      yield* given({ key: { expiresAt: DateTime.add(yield* DateTime.now, { seconds: 10 }) } })
      yield* TestClock.adjust("9 seconds")
      yield* authenticate(key)
      yield* TestClock.adjust("1 seconds")
      yield* refused
    }).pipe(Effect.provide(installation)))

  it.effect("its last use is written at most once a minute", () =>
    Effect.gen(function*() {
      yield* given()
      assert.isNull(yield* lastUsed)
      yield* authenticate(key)
      const first = yield* DateTime.now
      assert.deepStrictEqual(yield* lastUsed, first)
      yield* TestClock.adjust("59 seconds")
      yield* authenticate(key)
      assert.deepStrictEqual(yield* lastUsed, first)
      yield* TestClock.adjust("2 seconds")
      yield* authenticate(key)
      assert.deepStrictEqual(yield* lastUsed, yield* DateTime.now)
    }).pipe(Effect.provide(installation)))
})

describe("ensureFirstUser", () => {
  const ensure = ensureFirstUser({ email: "owner@example.com", key })

  it.effect("an address that is set later takes effect, and one that is set no more stays", () =>
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const emailAfter = (email: string | null) =>
        Effect.andThen(ensureFirstUser({ email, key }), accounts.findUser(FIRST_USER_ID)).pipe(
          Effect.map((user) => Option.getOrThrow(user).email)
        )
      assert.isNull(yield* emailAfter(null))
      assert.strictEqual(yield* emailAfter("owner@example.com"), "owner@example.com")
      assert.strictEqual(yield* emailAfter("moved@example.com"), "moved@example.com")
      assert.strictEqual(yield* emailAfter(null), "moved@example.com")
    }).pipe(Effect.provide(installation)))

  it.effect("makes the first user, whom the key lets in with every scope", () =>
    Effect.gen(function*() {
      yield* ensure
      const { scopes, userId } = yield* authenticate(key)
      assert.deepStrictEqual({ scopes, userId }, { userId: FIRST_USER_ID, scopes: ["read", "write", "admin"] })
    }).pipe(Effect.provide(installation)))

  it.effect("twenty servers that start at once make one user with one key", () =>
    Effect.gen(function*() {
      yield* Effect.all(Array.from({ length: 20 }, () => ensure), { concurrency: "unbounded" })
      yield* ensure
      assert.strictEqual((yield* AccountRepository.use((accounts) => accounts.findKeys(prefixOf(key)))).length, 1)
      yield* authenticate(key)
    }).pipe(Effect.provide(installation)))

  it.effect("a key that was revoked stays revoked", () =>
    Effect.gen(function*() {
      const accounts = yield* AccountRepository
      const digest = yield* Secrets.use((secrets) => secrets.digest(key))
      const revokedAt = yield* DateTime.now
      yield* accounts.insertUser(aUser({ id: FIRST_USER_ID }))
      yield* accounts.insertKey(anApiKey({ userId: FIRST_USER_ID, prefix: prefixOf(key), digest, revokedAt }))
      yield* ensure
      yield* refused
    }).pipe(Effect.provide(installation)))

  it.effect("another key is added beside the first: an operator changes keys without losing the old one", () =>
    Effect.gen(function*() {
      const other = `sk_${"o".repeat(43)}`
      yield* ensure
      yield* ensureFirstUser({ email: null, key: other })
      assert.strictEqual((yield* authenticate(other)).userId, FIRST_USER_ID)
      assert.strictEqual((yield* authenticate(key)).userId, FIRST_USER_ID)
    }).pipe(Effect.provide(installation)))
})
