import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { afterTry } from "../../src/notification/afterTry.ts"
import { Delivery } from "../../src/notification/Delivery.ts"
import type { Tried } from "../../src/notification/Tried.ts"
import { NotifierReason } from "../../src/ports/Notifier.ts"
import { instantArbitrary, now, randomArbitrary } from "../decisionArbitraries.ts"

/** Any delivery as a claim answers it: pending, and due. */
const claimed = Arbitrary.all({
  any: Arbitrary.schema(Delivery),
  attempts: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 9 }))),
  dueAt: instantArbitrary
}).pipe(Arbitrary.map(({ any, attempts, dueAt }): Delivery => ({ ...any, status: "pending", attempts, dueAt, completedAt: null })))

const reason = Arbitrary.schema(NotifierReason)

const failedWith = (delivery: Delivery, failure: NotifierReason): Tried => ({
  _tag: "Answered",
  delivery,
  startedAt: now,
  latencyMs: 12,
  answer: Result.fail(failure)
})

describe("afterTry", () => {
  it.prop("a delivery is waiting with a time to come, or over with the time it ended, never both nor neither", [
    claimed,
    reason,
    randomArbitrary
  ], ([delivery, failure, random]) => {
    const after = afterTry(failedWith(delivery, failure), now, random).delivery
    if (after.status === "pending") {
      assert.isNull(after.completedAt)
      assert.isTrue(after.dueAt !== null && DateTime.isGreaterThan(after.dueAt, now))
    } else {
      assert.isNull(after.dueAt)
      assert.deepStrictEqual(after.completedAt, now)
    }
    assert.strictEqual(after.lastError, failure.message)
  })

  it.prop("every try is counted and recorded under its number", [claimed, reason, randomArbitrary], ([delivery, failure, random]) => {
    const after = afterTry(failedWith(delivery, failure), now, random)
    assert.strictEqual(after.delivery.attempts, delivery.attempts + 1)
    assert.deepInclude(after.attempt, { n: delivery.attempts + 1, error: failure.message, latencyMs: 12 })
  })

  it.prop("it changes nothing but the outcome", [claimed, reason, randomArbitrary], ([delivery, failure, random]) => {
    const { attempts, completedAt, dueAt, lastError, lastHttpStatus, status } = delivery
    const after = afterTry(failedWith(delivery, failure), now, random).delivery
    assert.deepStrictEqual({ ...after, attempts, completedAt, dueAt, lastError, lastHttpStatus, status }, delivery)
  })

  it.prop("what cannot be sent is skipped without a try", [claimed, randomArbitrary], ([delivery, random]) => {
    const after = afterTry({ _tag: "Unsendable", delivery, why: "no channel", gone: false }, now, random)
    assert.isNull(after.attempt)
    assert.deepInclude(after.delivery, { status: "skipped", attempts: delivery.attempts, lastError: "no channel", dueAt: null })
    assert.isNotNull(after.delivery.completedAt)
  })

  it.prop("a receipt ends it as sent, and clears what went wrong before", [claimed, randomArbitrary], ([delivery, random]) => {
    const answer = Result.succeed({ httpStatus: 204, responseExcerpt: "" })
    const after = afterTry({ _tag: "Answered", delivery, startedAt: now, latencyMs: 12, answer }, now, random)
    assert.deepInclude(after.delivery, { status: "sent", lastHttpStatus: 204, lastError: null, dueAt: null, completedAt: now })
    assert.deepInclude(after.attempt, { outcome: "sent", httpStatus: 204, error: null })
  })
})
