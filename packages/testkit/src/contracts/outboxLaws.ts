import { assert } from "@effect/vitest"
import {
  ChannelKind,
  Delivery,
  DeliveryAttempt,
  freshId,
  Notification,
  type NotificationId,
  Outbox,
  type TaskId
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { aDeliveryAttempt } from "../fixtures/aDeliveryAttempt.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { longLease } from "./givenClaims.ts"
import { storageLaw } from "./storageLaw.ts"

const everything = { kind: ChannelKind.make("webhook"), limit: 100, lease: longLease, worker: "worker-1" }

const owedTo = Effect.fnUntraced(function*(taskId: TaskId, userId: Delivery["userId"]) {
  return yield* (yield* Outbox).deliveries({ userId, taskId, executionId: null, kind: null, limit: 100, offset: 0 })
})

/** Three deliveries: due two units ago, due now, and due in two units. */
const givenDue = Effect.gen(function*() {
  const { now, unit } = yield* ContractTime
  const present = yield* now
  const twoUnits = Duration.times(unit, 2)
  const { deliveries } = yield* given.deliveries([
    { dueAt: present },
    { dueAt: DateTime.subtractDuration(present, twoUnits) },
    { dueAt: DateTime.addDuration(present, twoUnits) }
  ])
  return { due: deliveries[0]!, overdue: deliveries[1]!, later: deliveries[2]! }
})

export const outboxLaws = [
  storageLaw(
    "what is owed is found again unchanged",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { deliveries: [delivery], notification } = yield* given.deliveries([{
        kind: ChannelKind.make("email"),
        target: { address: "owner@example.com" },
        address: "owner@example.com"
      }])
      assertSame(Notification, Option.getOrThrow(yield* outbox.notification(notification.id)), notification)
      assert.isTrue(Option.isNone(yield* outbox.notification(yield* freshId<NotificationId>())))
      const stored = yield* owedTo(notification.taskId, notification.userId)
      assertSame(Schema.Array(Delivery), stored, [delivery!])
    })
  ),
  storageLaw(
    "owing again changes nothing",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { deliveries: [delivery], notification } = yield* given.deliveries([{}])
      const again = yield* given.unsavedDelivery(notification, { address: delivery!.address, attempts: 5 })
      yield* outbox.owe({ ...notification, createdAt: DateTime.add(fixtureNow, { days: 1 }) }, [again])
      const sameEvent = { ...notification, id: yield* freshId<NotificationId>() }
      yield* outbox.owe(sameEvent, [yield* given.unsavedDelivery(sameEvent, { address: delivery!.address })])
      assertSame(Notification, Option.getOrThrow(yield* outbox.notification(notification.id)), notification)
      assert.isTrue(Option.isNone(yield* outbox.notification(sameEvent.id)))
      const stored = yield* owedTo(notification.taskId, notification.userId)
      assertSame(Schema.Array(Delivery), stored, [delivery!])
    })
  ),
  storageLaw(
    "another event, kind or address is owed for itself",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { deliveries: [delivery], notification } = yield* given.deliveries([{}])
      const { address } = delivery!
      const email = yield* given.unsavedDelivery(notification, { kind: ChannelKind.make("email"), address })
      const elsewhere = yield* given.unsavedDelivery(notification)
      yield* outbox.owe(notification, [email, elsewhere])
      const health: Notification = {
        ...notification,
        id: yield* freshId<NotificationId>(),
        event: "health_changed"
      }
      const ofHealth = yield* given.unsavedDelivery(health, { address })
      yield* outbox.owe(health, [ofHealth])
      const stored = yield* owedTo(notification.taskId, notification.userId)
      assert.deepStrictEqual(
        stored.map((other) => other.id),
        [ofHealth.id, elsewhere.id, email.id, delivery!.id]
      )
    })
  ),
  storageLaw(
    "only what is pending and due is claimed, longest due first, each with a higher fence",
    Effect.gen(function*() {
      const { due, later, overdue } = yield* givenDue
      yield* given.deliveries([{ status: "sent", dueAt: null }, { status: "failed" }])
      const claimed = yield* (yield* Outbox).claim(everything)
      assertSame(Schema.Array(Delivery), claimed, [{ ...overdue, fence: 1 }, { ...due, fence: 1 }])
      assert.notInclude(claimed.map((delivery) => delivery.id), later.id)
    })
  ),
  storageLaw(
    "no more than asked for are claimed",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { due, overdue } = yield* givenDue
      const ids = (claimed: ReadonlyArray<Delivery>) => claimed.map((delivery) => delivery.id)
      assert.deepStrictEqual(ids(yield* outbox.claim({ ...everything, limit: 1 })), [overdue.id])
      assert.deepStrictEqual(ids(yield* outbox.claim({ ...everything, limit: 1 })), [due.id])
    })
  ),
  storageLaw(
    "a delivery becomes claimable when it is due",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { elapse, unit } = yield* ContractTime
      const { later } = yield* givenDue
      yield* outbox.claim(everything)
      yield* elapse(Duration.times(unit, 3))
      assert.deepStrictEqual((yield* outbox.claim(everything)).map((delivery) => delivery.id), [later.id])
    })
  ),
  storageLaw(
    "at most one claim of a delivery is live, however many ask at once",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { deliveries } = yield* given.deliveries(Array.from({ length: 10 }, () => ({})))
      const claims = yield* Effect.forEach(
        Array.from({ length: 50 }),
        () => outbox.claim({ ...everything, limit: 3 }),
        { concurrency: 50 }
      )
      const claimed = claims.flat().map((delivery) => delivery.id)
      assert.deepStrictEqual(claimed.toSorted(), deliveries.map((delivery) => delivery.id))
    })
  ),
  storageLaw(
    "save stores the outcome and the try, and a delivery that is over stays over",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { notification } = yield* given.deliveries([{}])
      const [claimed] = yield* outbox.claim(everything)
      const sent: Delivery = {
        ...claimed!,
        status: "sent",
        attempts: 1,
        dueAt: null,
        lastHttpStatus: 200,
        completedAt: fixtureNow
      }
      const attempt = aDeliveryAttempt({ deliveryId: sent.id })
      assert.isTrue(yield* outbox.save(sent, attempt))
      assert.isFalse(yield* outbox.save({ ...sent, status: "failed" }, { ...attempt, n: 2 }))
      assert.isFalse(yield* outbox.save({ ...sent, status: "pending", dueAt: fixtureNow }, null))
      const stored = yield* owedTo(notification.taskId, notification.userId)
      assertSame(Schema.Array(Delivery), stored, [sent])
      assertSame(Schema.Array(DeliveryAttempt), yield* outbox.attempts(sent.id), [attempt])
      assert.deepStrictEqual(yield* outbox.claim(everything), [])
    })
  ),
  storageLaw(
    "save ends the lease: a delivery put off is claimable again when it is due",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      yield* given.deliveries([{}])
      const [first] = yield* outbox.claim(everything)
      assert.isTrue(yield* outbox.save({ ...first!, attempts: 1, lastError: "503" }, null))
      const again = yield* outbox.claim(everything)
      assertSame(Schema.Array(Delivery), again, [{ ...first!, attempts: 1, lastError: "503", fence: 2 }])
    })
  ),
  storageLaw(
    "save stores where a delivery was sent; an address that the event is owed to already is refused",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { deliveries: [owed, other], notification } = yield* given.deliveries([{}, {}])
      const claimed = yield* outbox.claim(everything)
      const first = claimed.find(({ id }) => id === owed!.id)!
      const moved = { ...first, target: { url: "https://hooks.example/moved" }, address: "https://hooks.example/moved" }
      const error = yield* Effect.flip(
        outbox.save({ ...moved, address: other!.address }, aDeliveryAttempt({ deliveryId: first.id }))
      )
      assert.strictEqual(error.reason._tag, "Conflict")
      const stored = Effect.map(owedTo(notification.taskId, notification.userId), (rows) =>
        rows.filter(({ id }) => id === first.id))
      assertSame(Schema.Array(Delivery), yield* stored, [first])
      assert.deepStrictEqual(yield* outbox.attempts(first.id), [])
      assert.isTrue(yield* outbox.save(moved, null))
      assertSame(Schema.Array(Delivery), yield* stored, [moved])
    })
  ),
  storageLaw(
    "an unsaved claim is claimable again once its lease has run out, and the late save writes nothing",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { elapse, unit } = yield* ContractTime
      const { notification } = yield* given.deliveries([{}])
      const [first] = yield* outbox.claim({ ...everything, lease: Duration.times(unit, 2) })
      assert.deepStrictEqual(yield* outbox.claim(everything), [])
      yield* elapse(Duration.times(unit, 3))
      const [second] = yield* outbox.claim(everything)
      assert.strictEqual(second?.fence, 2)
      const late: Delivery = { ...first!, status: "sent", dueAt: null }
      assert.isFalse(yield* outbox.save(late, aDeliveryAttempt({ deliveryId: first!.id })))
      const stored = yield* owedTo(notification.taskId, notification.userId)
      assertSame(Schema.Array(Delivery), stored, [second!])
      assert.deepStrictEqual(yield* outbox.attempts(first!.id), [])
      assert.isTrue(yield* outbox.save({ ...second!, status: "sent", dueAt: null }, null))
    })
  ),
  storageLaw(
    "what is taken over from a claim that was lost goes out under its id, to where it was owed, with no try counted",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { elapse, unit } = yield* ContractTime
      yield* given.deliveries([{}, {}])
      const lost = yield* outbox.claim({ ...everything, lease: unit })
      yield* elapse(Duration.times(unit, 1.5))
      const taken = yield* outbox.claim(everything)
      assertSame(Schema.Array(Delivery), taken, lost.map((delivery) => ({ ...delivery, fence: delivery.fence + 1 })))
      for (const { id } of taken) assert.deepStrictEqual(yield* outbox.attempts(id), [])
    })
  ),
  storageLaw(
    "tries come in their order",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      yield* given.deliveries([{}])
      const tries: Array<DeliveryAttempt> = []
      for (const n of [1, 2, 3]) {
        const [claimed] = yield* outbox.claim(everything)
        tries.push(aDeliveryAttempt({ deliveryId: claimed!.id, n, outcome: "deferred", error: "503" }))
        yield* outbox.save(claimed!, tries[n - 1]!)
      }
      assertSame(Schema.Array(DeliveryAttempt), yield* outbox.attempts(tries[0]!.deliveryId), tries)
    })
  )
]
