import { assert } from "@effect/vitest"
import { ChannelKind, type Delivery, type DeliveryLimit, type DigestId, DigestRepository, freshId, Outbox, type Task } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { aDigest } from "../fixtures/aDigest.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { longLease } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

const email = ChannelKind.make("email")
const address = (n: number) => `owner-${n}@example.com`

const claim = (limits: ReadonlyArray<DeliveryLimit>, lease = longLease) =>
  Outbox.use((outbox) => outbox.claim({ kind: email, limit: 100, lease, worker: "worker-1", limits }))

/** A delivery to each of these addresses, of one owner, each for an event of its own. */
const givenMails = Effect.fnUntraced(function*(addresses: ReadonlyArray<string>, of: Partial<Task> = {}) {
  const outbox = yield* Outbox
  const present = yield* (yield* ContractTime).now
  const task = yield* given.task(of)
  const rows: Array<Delivery> = []
  for (const [n, to] of addresses.entries()) {
    const notification = yield* given.unsavedNotification(yield* given.execution(task, { status: "success" }))
    // A millisecond apart, so that their order is the order in which they are due.
    const dueAt = DateTime.subtractDuration(present, Duration.millis(addresses.length - n))
    const row = yield* given.unsavedDelivery(notification, { kind: email, address: to, dueAt })
    yield* outbox.owe(notification, [row])
    rows.push(row)
  }
  const query = { userId: task.userId, taskId: null, executionId: null, kind: null, limit: 100, offset: 0 }
  return { ids: rows.map(({ id }) => id), stored: outbox.deliveries(query), userId: task.userId }
})

const send = Effect.fnUntraced(function*(claimed: ReadonlyArray<Delivery>) {
  const { now } = yield* ContractTime
  for (const row of claimed) {
    yield* Outbox.use((outbox) =>
      Effect.flatMap(now, (completedAt) => outbox.save({ ...row, status: "sent", dueAt: null, completedAt }, null)))
  }
})
const idsOf = (rows: ReadonlyArray<Delivery>) => rows.map(({ id }) => id)

/** What a far end bears: whatever is over it waits, and is not lost. */
export const outboxLimitLaws = [
  storageLaw(
    "what is over a limit is not claimed but waits, says why, and comes in its turn when there is room",
    Effect.gen(function*() {
      const { elapse, unit } = yield* ContractTime
      const limits: ReadonlyArray<DeliveryLimit> = [{ per: "recipient", count: 2, window: Duration.times(unit, 3) }]
      const lease = Duration.times(unit, 2)
      const { ids, stored } = yield* givenMails([address(1), address(1), address(1), address(2), address(1)])
      const first = yield* claim(limits, lease)
      assert.deepStrictEqual(idsOf(first), [ids[0], ids[1], ids[3]])
      // Under a lease they count too: nobody knows yet whether they were sent.
      assert.deepStrictEqual(yield* claim(limits, lease), [])
      yield* send(first)
      yield* elapse(Duration.times(unit, 2.25))
      assert.deepStrictEqual(yield* claim(limits, lease), [])
      for (const { id, lastError, status } of yield* stored) {
        if (id !== ids[2] && id !== ids[4]) continue
        assert.strictEqual(status, "pending")
        assert.include(lastError, "It waits for its turn: at most 2 messages")
      }
      yield* elapse(unit)
      assert.deepStrictEqual(idsOf(yield* claim(limits, lease)), [ids[2], ids[4]])
    })
  ),
  storageLaw(
    "a limit for one account counts all its addresses, and a limit to one address all accounts that write to it",
    Effect.gen(function*() {
      const window = Duration.hours(1)
      const mine = yield* givenMails([address(1), address(2), address(3)])
      const theirs = yield* givenMails([address(1), address(4)])
      const limits: ReadonlyArray<DeliveryLimit> = [
        { per: "recipient", count: 1, window },
        { per: "user", count: 2, window }
      ]
      const taken = yield* claim(limits)
      assert.sameMembers(idsOf(taken), [mine.ids[0], mine.ids[1], theirs.ids[1]])
    })
  ),
  storageLaw(
    "a digest counts as one message, being sent and when it was sent, however much it tells of",
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const outbox = yield* Outbox
      const { now } = yield* ContractTime
      const { ids, stored, userId } = yield* givenMails([address(1), address(1), address(1)])
      const limits: ReadonlyArray<DeliveryLimit> = [{ per: "user", count: 2, window: Duration.hours(1) }]
      const digest = yield* digests.open(aDigest({ id: yield* freshId<DigestId>(), userId, kind: email, dueAt: yield* now }))
      for (const row of (yield* stored).filter(({ id }) => id !== ids[2])) yield* outbox.save({ ...row, digestId: digest.id }, null)
      const [sending] = yield* digests.claim({ kind: email, limit: 1, lease: longLease, worker: "worker-1" })
      const more = yield* givenMails([address(1)], { userId })
      assert.deepStrictEqual(idsOf(yield* claim(limits)), [ids[2]])
      yield* digests.save({ ...sending!, status: "sent", dueAt: null, completedAt: fixtureNow })
      yield* send((yield* stored).filter(({ digestId }) => digestId === digest.id))
      const last = yield* givenMails([address(1)], { userId })
      assert.deepStrictEqual(idsOf(yield* claim([{ per: "user", count: 3, window: Duration.hours(1) }])), [last.ids[0]])
      assert.strictEqual((yield* stored).find(({ id }) => id === more.ids[0])?.status, "pending")
    })
  ),
  storageLaw(
    "however many ask at once, no more are claimed than a limit leaves room for",
    Effect.gen(function*() {
      const { ids } = yield* givenMails(Array.from({ length: 12 }, () => address(1)))
      const limits: ReadonlyArray<DeliveryLimit> = [{ per: "recipient", count: 5, window: Duration.hours(1) }]
      const one = Outbox.use((outbox) => outbox.claim({ kind: email, limit: 2, lease: longLease, worker: "worker-1", limits }))
      const claims = yield* Effect.forEach(Array.from({ length: 20 }), () => one, { concurrency: 20 })
      assert.deepStrictEqual(idsOf(claims.flat()).toSorted(), ids.slice(0, 5).toSorted())
    })
  )
]
