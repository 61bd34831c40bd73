import { assert } from "@effect/vitest"
import { ChannelKind, Delivery, DeliveryAttempt, Outbox, type PutBackQuery } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
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

const webhook = ChannelKind.make("webhook")
const everything = { kind: webhook, limit: 100, lease: longLease, worker: "worker-1" }
const any = { id: null, taskId: null, executionId: null, kind: null, since: null }
const over = { dueAt: null, completedAt: fixtureNow }
const idsOf = (rows: ReadonlyArray<Delivery>) => rows.map(({ id }) => id)

/** One of each status, none of them due. */
const givenOne = Effect.gen(function*() {
  const later = DateTime.add(yield* (yield* ContractTime).now, { days: 1 })
  const { deliveries: [failed, skipped, sent, pending], notification: { userId } } = yield* given.deliveries([
    { ...over, status: "failed", attempts: 10, fence: 10, lastHttpStatus: 503, lastError: "503" },
    { ...over, status: "skipped", lastError: "It was switched off." },
    { ...over, status: "sent", attempts: 1, fence: 1, lastHttpStatus: 200 },
    { dueAt: later, attempts: 2, fence: 2, lastError: "503" }
  ])
  return { userId, failed: failed!, skipped: skipped!, sent: sent!, pending: pending! }
})

/** What was given up, and a person wants tried again. */
export const outboxPutBackLaws = [
  storageLaw(
    "what failed or was skipped is due again under its id, with a higher fence and its tries counted as before",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { failed, pending, sent, skipped, userId } = yield* givenOne
      assert.strictEqual(yield* outbox.putBack({ ...any, userId }), 2)
      assert.strictEqual(yield* outbox.putBack({ ...any, userId }), 0)
      for (const untouched of [sent, pending]) {
        assertSame(Delivery, Option.getOrThrow(yield* outbox.delivery(userId, untouched.id)), untouched)
      }
      const claimed = yield* outbox.claim(everything)
      const back = { status: "pending" as const, completedAt: null }
      const expected: ReadonlyArray<Delivery> = [
        { ...failed, ...back, attemptsBefore: 10, fence: 12 },
        { ...skipped, ...back, attemptsBefore: 0, fence: 2 }
      ]
      assertSame(Schema.Array(Delivery), claimed.map((row) => ({ ...row, dueAt: null })), expected)
    })
  ),
  storageLaw(
    "a claim from before it was given up writes nothing once it is put back",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const { notification: { userId } } = yield* given.deliveries([{}])
      const [claimed] = yield* outbox.claim(everything)
      const failed: Delivery = { ...claimed!, ...over, status: "failed", attempts: 1 }
      const attempt = aDeliveryAttempt({ deliveryId: failed.id, outcome: "rejected" })
      assert.isTrue(yield* outbox.save(failed, attempt))
      assert.strictEqual(yield* outbox.putBack({ ...any, userId }), 1)
      assert.isFalse(yield* outbox.save({ ...failed, status: "sent" }, { ...attempt, n: 2 }))
      assertSame(Schema.Array(DeliveryAttempt), yield* outbox.attempts(failed.id), [attempt])
      const [again] = yield* outbox.claim(everything)
      assert.isTrue(yield* outbox.save({ ...again!, ...over, status: "sent", attempts: 2 }, { ...attempt, n: 2 }))
    })
  ),
  storageLaw(
    "only what is asked for is put back: one, those of a task or a channel, those since an instant, and the owner's alone",
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const day = (n: number) => DateTime.add(fixtureNow, { days: n })
      const givenUp = { ...over, status: "failed" as const }
      const { deliveries: rows, notification: { taskId, userId } } = yield* given.deliveries([
        { ...givenUp, createdAt: day(0) },
        { ...givenUp, createdAt: day(1) },
        { ...givenUp, createdAt: day(2), kind: ChannelKind.make("email"), address: "owner@example.com" }
      ])
      const [first, second, third] = idsOf(rows)
      const putBack = Effect.fnUntraced(function*(which: Partial<PutBackQuery>) {
        const n = yield* outbox.putBack({ ...any, userId, ...which })
        const found = yield* outbox.deliveries({ userId, taskId: null, executionId: null, kind: null, limit: 10, offset: 0 })
        const pending = found.filter(({ status }) => status === "pending")
        assert.strictEqual(pending.length, n)
        for (const kind of [webhook, ChannelKind.make("email")]) {
          for (const row of yield* outbox.claim({ ...everything, kind })) yield* outbox.save({ ...row, ...givenUp }, null)
        }
        return idsOf(rows).filter((id) => pending.some((row) => row.id === id))
      })
      assert.deepStrictEqual(yield* putBack({ id: second! }), [second])
      assert.deepStrictEqual(yield* putBack({ since: day(1) }), [second, third])
      assert.deepStrictEqual(yield* putBack({ since: day(1), kind: webhook }), [second])
      assert.deepStrictEqual(yield* putBack({ taskId }), [first, second, third])
      const stranger = yield* given.user()
      assert.deepStrictEqual(yield* putBack({ userId: stranger.id }), [])
      assert.deepStrictEqual(yield* putBack({ userId: stranger.id, id: first! }), [])
      assert.isTrue(Option.isNone(yield* outbox.delivery(stranger.id, first!)))
    })
  )
]
