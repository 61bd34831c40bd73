import {
  AccountRepository,
  authenticate,
  createApiKey,
  ensureFirstUser,
  FIRST_USER_ID,
  KEPT_ENDED_KEYS,
  listApiKeys,
  MAX_API_KEYS,
  revokeApiKey,
  TooManyApiKeys,
  type UserId
} from "@vedette/domain"
import { aUser } from "@vedette/testkit/fixtures"
import { assert, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { TestClock } from "effect/testing"
import { installation, owner } from "./installation.ts"

const make = (userId: UserId = owner, expiresAt: DateTime.Utc | null = null) =>
  createApiKey({ userId, scopes: ["read", "write", "admin"], credential: "key:test", firstSeen: false }, { name: "made", expiresAt })

const times = (n: number) => Array.from({ length: n })

/** Makes keys and ends each at once. */
const rotate = (n: number, userId: UserId = owner) =>
  Effect.forEach(times(n), () => Effect.flatMap(make(userId), ({ info }) => revokeApiKey(userId, info.id)))

it.effect("a user has at most 100 keys that open something, and one more for each that was revoked or has expired", () =>
  Effect.gen(function*() {
    const [first] = yield* Effect.forEach(times(MAX_API_KEYS - 1), () => make())
    yield* make(owner, DateTime.add(yield* DateTime.now, { minutes: 1 }))
    const refused = yield* Effect.flip(make())
    assert.instanceOf(refused, TooManyApiKeys)
    assert.include(refused.message, "at most 100 keys")
    yield* make(FIRST_USER_ID)
    yield* revokeApiKey(owner, first!.info.id)
    yield* make()
    assert.isTrue(Exit.isFailure(yield* Effect.exit(make())))
    yield* TestClock.adjust("1 minute")
    yield* make()
    assert.isTrue(Exit.isFailure(yield* Effect.exit(make())))
  }).pipe(Effect.provide(installation)))

it.effect("who makes and ends keys without end is remembered the newest of them", () =>
  Effect.gen(function*() {
    yield* AccountRepository.use((accounts) => accounts.insertUser(aUser({ id: owner })))
    const used = yield* make()
    yield* rotate(KEPT_ENDED_KEYS + 20)
    const keys = yield* listApiKeys(owner)
    assert.isAtMost(keys.length, KEPT_ENDED_KEYS + 2)
    assert.isNotNull(keys[0]?.revokedAt, "the last one is among them")
    yield* authenticate(used.key)
  }).pipe(Effect.provide(installation)))

it.effect("a key from the settings that was revoked stays so: it is not forgotten and let in again at the next start", () =>
  Effect.gen(function*() {
    const key = `sk_${"k".repeat(43)}`
    yield* ensureFirstUser({ email: null, key })
    yield* revokeApiKey(FIRST_USER_ID, (yield* listApiKeys(FIRST_USER_ID))[0]!.id)
    yield* rotate(KEPT_ENDED_KEYS + 20, FIRST_USER_ID)
    yield* ensureFirstUser({ email: null, key })
    assert.isTrue(Exit.isFailure(yield* Effect.exit(authenticate(key))))
  }).pipe(Effect.provide(installation)))
