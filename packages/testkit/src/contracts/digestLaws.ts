import { assert } from "@effect/vitest"
import { ChannelKind, Digest, type DigestId, DigestRepository, freshId, Outbox } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { aDigest } from "../fixtures/aDigest.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const lease = Duration.seconds(30)
const worker = "digester"

/** A kind of its own for each law: what is due of another law's is none of its business. */
const ownKind = Effect.map(freshId<DigestId>(), (id) => ChannelKind.make(`mail-${id.slice(-12)}`))

const fresh = Effect.fnUntraced(function*(overrides: Partial<Digest> = {}) {
  const userId = overrides.userId ?? (yield* given.user()).id
  return aDigest({ id: yield* freshId<DigestId>(), dueAt: yield* (yield* ContractTime).now, ...overrides, userId })
})

const opened = Effect.fnUntraced(function*(overrides: Partial<Digest> = {}) {
  return yield* (yield* DigestRepository).open(yield* fresh(overrides))
})

const over = { status: "sent", dueAt: null, completedAt: fixtureNow } as const

export const digestLaws = [
  storageLaw(
    "a user has one pending digest of a kind: the first one opened is answered until it is over",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const kind = yield* ownKind
      const first = yield* fresh({ kind })
      const { userId } = first
      const openings = yield* Effect.forEach(
        [first, yield* fresh({ kind, userId }), yield* fresh({ kind, userId })],
        digests.open,
        { concurrency: "unbounded" }
      )
      assert.lengthOf(new Set(openings.map(({ id }) => id)), 1)
      assertSame(Digest, yield* opened({ kind, userId, attempts: 7 }), openings[0]!)
      assert.notStrictEqual((yield* opened({ kind })).id, first.id)
      assert.notStrictEqual((yield* opened({ kind: yield* ownKind, userId })).id, first.id)
      const [claimed] = yield* digests.claim({ kind, limit: 1, lease, worker })
      assert.isTrue(yield* digests.save({ ...claimed!, ...over, attempts: 1 }))
      const next = yield* opened({ kind, userId: claimed!.userId })
      assert.notStrictEqual(next.id, claimed!.id)
    })
  ),
  storageLaw(
    "claim takes due digests of the kind that nobody holds, longest due first, and raises the fence",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const kind = yield* ownKind
      const now = yield* (yield* ContractTime).now
      const young = yield* opened({ kind, dueAt: DateTime.subtract(now, { minutes: 1 }) })
      const old = yield* opened({ kind, dueAt: DateTime.subtract(now, { hours: 1 }) })
      const later = yield* opened({ kind, dueAt: DateTime.add(now, { hours: 1 }) })
      yield* opened({ kind: yield* ownKind })
      assert.isTrue(Option.isSome(yield* digests.untilNext(kind)))
      assertSame(Schema.Array(Digest), yield* digests.claim({ kind, limit: 1, lease, worker }), [{ ...old, fence: 1 }])
      assertSame(Schema.Array(Digest), yield* digests.claim({ kind, limit: 9, lease, worker }), [{ ...young, fence: 1 }])
      assert.deepStrictEqual(yield* digests.claim({ kind, limit: 9, lease, worker }), [])
      const wait = Duration.toMillis(Option.getOrThrow(yield* digests.untilNext(kind)))
      assert.isTrue(wait > 0 && wait <= Duration.toMillis(lease), `${wait} ms is the end of a lease, not ${later.id}`)
    })
  ),
  storageLaw(
    "of many who claim digests at once each gets others",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const kind = yield* ownKind
      yield* Effect.forEach(Array.from({ length: 5 }), () => opened({ kind }))
      const claims = yield* Effect.forEach(Array.from({ length: 10 }), () => digests.claim({ kind, limit: 1, lease, worker }), {
        concurrency: "unbounded"
      })
      // Who comes while others hold the rows may find none; what is left is there for the next.
      const rest = yield* digests.claim({ kind, limit: 9, lease, worker })
      const ids = [...claims.flat(), ...rest].map(({ id }) => id)
      assert.lengthOf(ids, 5)
      assert.lengthOf(new Set(ids), 5)
    })
  ),
  storageLaw(
    "a digest is saved by the claim that holds it and by no other, and once",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const kind = yield* ownKind
      yield* opened({ kind })
      const [lost] = yield* digests.claim({ kind, limit: 1, lease: Duration.millis(50), worker })
      yield* (yield* ContractTime).elapse(Duration.millis(60))
      const [held] = yield* digests.claim({ kind, limit: 1, lease, worker: "another" })
      if (held === undefined) return assert.fail("the lease has run out, and nobody else gets it")
      assert.strictEqual(held.fence, 2)
      assert.isFalse(yield* digests.save({ ...lost!, ...over }))
      const dueAt = yield* (yield* ContractTime).now
      assert.isTrue(yield* digests.save({ ...held, attempts: 1, lastError: "later", dueAt }))
      // The lease is over with it: it is due again at once.
      const [again] = yield* digests.claim({ kind, limit: 1, lease, worker })
      assertSame(Digest, again!, { ...held, fence: 3, attempts: 1, lastError: "later", dueAt })
      assert.isTrue(yield* digests.save({ ...again!, ...over }))
      assert.isFalse(yield* digests.save({ ...again!, ...over, status: "failed" }))
      assert.isTrue(Option.isNone(yield* digests.untilNext(kind)))
    })
  ),
  storageLaw(
    "a digest that is taken over from a claim that was lost goes out under its id, with its members and no try counted",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const kind = yield* ownKind
      const { id: digestId } = yield* opened({ kind })
      const { deliveries: [member] } = yield* given.deliveries([{ kind, digestId }])
      const [lost] = yield* digests.claim({ kind, limit: 1, lease: Duration.millis(50), worker })
      yield* (yield* ContractTime).elapse(Duration.millis(60))
      const [taken] = yield* digests.claim({ kind, limit: 1, lease, worker: "another" })
      assertSame(Digest, taken!, { ...lost!, fence: 2 })
      assert.deepStrictEqual((yield* digests.members(digestId)).map(({ attempts, id }) => ({ attempts, id })), [{ attempts: 0, id: member!.id }])
    })
  ),
  storageLaw(
    "its members are the pending deliveries that name it, oldest first, and no claim of deliveries takes them",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const digests = yield* DigestRepository
      const kind = yield* ownKind
      const { id: digestId } = yield* opened({ kind })
      const { deliveries: [first, , second] } = yield* given.deliveries([{ kind, digestId }, { kind }, { kind, digestId }])
      const { deliveries: [third] } = yield* given.deliveries([{ kind, digestId }])
      const members = yield* digests.members(digestId)
      assert.deepStrictEqual(members.map(({ id }) => id), [first!.id, second!.id, third!.id])
      assert.deepStrictEqual(members.map((member) => member.digestId), [digestId, digestId, digestId])
      const claimed = (yield* outbox.claim({ kind, limit: 9, lease, worker })).map(({ id }) => id)
      for (const member of [first!, second!, third!]) assert.notInclude(claimed, member.id)
      // A member is saved as one that was never claimed, and may leave the digest.
      assert.isTrue(yield* outbox.save({ ...first!, status: "sent", dueAt: null, completedAt: fixtureNow }, null))
      assert.isTrue(yield* outbox.save({ ...second!, digestId: null }, null))
      assert.deepStrictEqual((yield* digests.members(digestId)).map(({ id }) => id), [third!.id])
    })
  ),
  storageLaw(
    "digests that ended long ago are pruned, those that ended first first; what gathers and what ended since is kept",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      // Long before anything that another law stores.
      const longAgo = DateTime.makeUnsafe(Date.UTC(2001, 0, 1))
      const ended = (day: number) =>
        Effect.gen(function*() {
          const kind = yield* ownKind
          yield* opened({ kind })
          const [claimed] = yield* digests.claim({ kind, limit: 1, lease, worker })
          yield* digests.save({ ...claimed!, ...over, completedAt: DateTime.add(longAgo, { days: day }) })
        })
      const gathering = yield* opened({ kind: yield* ownKind, createdAt: longAgo })
      for (const day of [3, 1, 9]) yield* ended(day)
      const endedBefore = (days: number) => DateTime.add(longAgo, { days })
      assert.strictEqual(yield* digests.prune({ endedBefore: endedBefore(5), limit: 1 }), 1)
      assert.strictEqual(yield* digests.prune({ endedBefore: endedBefore(2), limit: 9 }), 0)
      assert.strictEqual(yield* digests.prune({ endedBefore: endedBefore(5), limit: 9 }), 1)
      assert.strictEqual(yield* digests.prune({ endedBefore: endedBefore(10), limit: 9 }), 1)
      assertSame(Digest, yield* opened({ kind: gathering.kind, userId: gathering.userId }), gathering)
    })
  ),
  storageLaw(
    "a digest that is moved is due then, with its members, and no other",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const kind = yield* ownKind
      const now = yield* (yield* ContractTime).now
      const { id: digestId, userId } = yield* opened({ kind })
      const other = yield* opened({ kind })
      const { deliveries: [, over] } = yield* given.deliveries([{ kind, digestId, dueAt: now }, { kind, digestId, status: "sent", dueAt: null }])
      const dueAt = DateTime.add(now, { days: 1 })
      yield* digests.move(userId, kind, dueAt)
      yield* digests.move((yield* given.user()).id, kind, dueAt)
      assert.deepStrictEqual((yield* digests.claim({ kind, limit: 9, lease, worker })).map(({ id }) => id), [other.id])
      const [member] = yield* digests.members(digestId)
      assert.deepStrictEqual(member?.dueAt, dueAt)
      const told = yield* (yield* Outbox).delivery(over!.userId, over!.id)
      assert.isNull(Option.getOrThrow(told).dueAt)
    })
  )
]
