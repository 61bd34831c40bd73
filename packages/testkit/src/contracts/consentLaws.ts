import { assert } from "@effect/vitest"
import {
  AddressCode,
  type AddressCodeId,
  ChannelKind,
  ConsentRepository,
  freshId,
  OptOut,
  type TaskId,
  UnitOfWork,
  type UserId,
  VerifiedAddress
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { anAddressCode } from "../fixtures/anAddressCode.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const email = ChannelKind.make("email")
const pager = ChannelKind.make("pager")

const aCode = Effect.fnUntraced(function*(overrides: Partial<AddressCode> & { readonly userId: UserId }) {
  return anAddressCode({ id: yield* freshId<AddressCodeId>(), ...overrides })
})

/** What rows one user has. */
const stored = Effect.fnUntraced(function*(userId: UserId) {
  const consents = yield* ConsentRepository
  return yield* (yield* UnitOfWork).transact(consents.lockCodes(userId))
})

export const consentLaws = [
  storageLaw(
    "codes are answered newest first, closed and expired ones included, and nobody else's",
    Effect.gen(function*() {
      const consents = yield* ConsentRepository
      const { id: userId } = yield* given.user()
      const closed = yield* aCode({ userId, closedAt: fixtureNow, tries: 2 })
      const expired = yield* aCode({ userId, expiresAt: DateTime.subtract(fixtureNow, { days: 1 }), address: "bob@example.org" })
      const open = yield* aCode({ userId, kind: pager })
      const stranger = yield* aCode({ userId: (yield* given.user()).id })
      yield* Effect.forEach([closed, stranger, expired, open], consents.insertCode)
      assertSame(Schema.Array(AddressCode), yield* stored(userId), [open, expired, closed])
    })
  ),
  storageLaw(
    "guesses and the end of a code are stored, and a code that is removed or forgotten is gone",
    Effect.gen(function*() {
      const consents = yield* ConsentRepository
      const { id: userId } = yield* given.user()
      const [old, removed, kept] = yield* Effect.all([
        aCode({ userId, createdAt: DateTime.subtract(fixtureNow, { hours: 2 }) }),
        aCode({ userId }),
        aCode({ userId })
      ])
      const stranger = yield* aCode({ userId: (yield* given.user()).id, createdAt: old.createdAt })
      yield* Effect.forEach([old, removed, kept, stranger], consents.insertCode)
      const guessed: AddressCode = { ...kept, tries: 3, closedAt: DateTime.add(fixtureNow, { minutes: 1 }) }
      yield* consents.saveCode({ ...guessed, digest: "another", address: "eve@example.org" })
      yield* consents.removeCode(removed.id)
      yield* consents.forgetCodes(userId, fixtureNow)
      assertSame(Schema.Array(AddressCode), yield* stored(userId), [guessed])
      assertSame(Schema.Array(AddressCode), yield* stored(stranger.userId), [stranger])
    })
  ),
  storageLaw(
    "two who use the codes of one user at once do so one after the other, even the first two",
    Effect.gen(function*() {
      const consents = yield* ConsentRepository
      const { transact } = yield* UnitOfWork
      const { id: userId } = yield* given.user()
      const use = transact(Effect.gen(function*() {
        const before = yield* consents.lockCodes(userId)
        yield* Effect.yieldNow
        yield* consents.insertCode(yield* aCode({ userId, tries: before.length }))
      }))
      yield* Effect.forEach([1, 2, 3, 4, 5], () => use, { concurrency: "unbounded" })
      assert.deepStrictEqual((yield* stored(userId)).map(({ tries }) => tries).toSorted((a, b) => a - b), [0, 1, 2, 3, 4])
    })
  ),
  storageLaw(
    "an address is verified once per user and kind, and until it is taken back",
    Effect.gen(function*() {
      const consents = yield* ConsentRepository
      const { id: userId } = yield* given.user()
      const { id: other } = yield* given.user()
      const bob: VerifiedAddress = { userId, kind: email, address: "bob@example.org", verifiedAt: fixtureNow }
      const ada: VerifiedAddress = { ...bob, address: "Ada@example.org" }
      const page: VerifiedAddress = { ...bob, kind: pager }
      const theirs: VerifiedAddress = { ...bob, userId: other }
      yield* Effect.forEach([bob, ada, page, theirs], consents.verify)
      yield* consents.verify({ ...bob, verifiedAt: DateTime.add(fixtureNow, { days: 1 }) })
      assertSame(Schema.Array(VerifiedAddress), yield* consents.verified(userId, email), [ada, bob])
      assert.isTrue(yield* consents.unverify(userId, email, bob.address))
      assert.isFalse(yield* consents.unverify(userId, email, bob.address))
      assertSame(Schema.Array(VerifiedAddress), yield* consents.verified(userId, email), [ada])
      assertSame(Schema.Array(VerifiedAddress), yield* consents.verified(userId, pager), [page])
      assertSame(Schema.Array(VerifiedAddress), yield* consents.verified(other, email), [theirs])
    })
  ),
  storageLaw(
    "an opt-out of one task and one of the whole account are two, each there once until it is taken back",
    Effect.gen(function*() {
      const consents = yield* ConsentRepository
      const { id: userId } = yield* given.user()
      const [first, second] = yield* Effect.all([freshId<TaskId>(), freshId<TaskId>()])
      const all: OptOut = { userId, kind: email, address: "ada@example.org", taskId: null, createdAt: fixtureNow }
      const one: OptOut = { ...all, taskId: first }
      const two: OptOut = { ...all, taskId: second }
      const bob: OptOut = { ...all, address: "bob@example.org" }
      const theirs: OptOut = { ...all, userId: (yield* given.user()).id }
      yield* Effect.forEach([bob, two, one, all, theirs], consents.optOut)
      yield* Effect.forEach([all, one], (again) => consents.optOut({ ...again, createdAt: DateTime.add(fixtureNow, { days: 1 }) }))
      assertSame(Schema.Array(OptOut), yield* consents.optOuts(userId, email), [all, one, two, bob])
      assert.isTrue(yield* consents.optIn(all))
      assert.isFalse(yield* consents.optIn(all))
      assert.isTrue(yield* consents.optIn(two))
      assertSame(Schema.Array(OptOut), yield* consents.optOuts(userId, email), [one, bob])
      assertSame(Schema.Array(OptOut), yield* consents.optOuts(theirs.userId, email), [theirs])
      assert.isEmpty(yield* consents.optOuts(userId, pager))
    })
  )
]
