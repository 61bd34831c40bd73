import { ChannelKind, Outbox, rotateSecret, settleRuns, updateTask } from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { deferred, deliver, only, rejected, told, webhook } from "./delivering.ts"
import { claimOne, deliveriesOf, hook, installation, judged, met, owner, secondsUntil, stored } from "./installation.ts"

describe("tryDelivery", () => {
  it.effect("sends what is owed once, and records the try", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const recorder = yield* RecordingNotifier
      assert.strictEqual(yield* deliver, 1)
      const sent = yield* only(task.id)
      assert.deepInclude(sent, { status: "sent", attempts: 1, lastHttpStatus: 200, lastError: null, dueAt: null })
      const [message, ...others] = yield* recorder.told
      assert.deepStrictEqual(others, [])
      assert.deepInclude(message, { deliveryId: sent.id, address: "https://hook.example/a" })
      assert.strictEqual(message?.message.answer, met.answer)
      assert.deepStrictEqual(
        (yield* Outbox.use((outbox) => outbox.attempts(sent.id))).map((a) => [a.n, a.outcome, a.httpStatus]),
        [[1, "sent", 200]]
      )
      yield* TestClock.adjust("30 days")
      assert.strictEqual(yield* deliver, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("what is deferred is tried again up the ladder, under the same id, and failed at its end", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const recorder = yield* RecordingNotifier
      yield* recorder.failAlways(deferred())
      const hours = (n: number) => n * 3_600
      for (const step of [5, 300, 1_800, hours(2), hours(5), hours(10), hours(14), hours(20), hours(24)]) {
        yield* deliver
        const waiting = yield* only(task.id)
        assert.deepInclude(waiting, { status: "pending", lastHttpStatus: 503, completedAt: null })
        const wait = yield* secondsUntil(waiting.dueAt)
        assert.isTrue(wait >= step * 0.9 && wait <= step * 1.1, `${wait} s is not ${step} s ± 10 %`)
        yield* TestClock.adjust(`${Math.floor(wait) - 1} seconds`)
        assert.strictEqual(yield* deliver, 0, "not early")
        yield* TestClock.adjust("2 seconds")
      }
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "failed", attempts: 10, dueAt: null, lastError: "503 Service Unavailable" })
      const tries = yield* recorder.tries
      assert.strictEqual(tries.length, 10)
      assert.strictEqual(new Set(tries.map((t) => t.deliveryId)).size, 1)
      yield* TestClock.adjust("30 days")
      assert.strictEqual(yield* deliver, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("a target that asks for a longer pause gets it", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(deferred(3_600_000)))
      yield* deliver
      assert.strictEqual(yield* secondsUntil((yield* only(task.id)).dueAt), 3_600)
      yield* TestClock.adjust("1 hour")
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 2 })
    }).pipe(Effect.provide(installation)))

  it.effect("a rejection is final; the channel stays on", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(false)))
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "failed", lastHttpStatus: 410, attempts: 1 })
      assert.deepStrictEqual((yield* stored(task.id)).channels.map((c) => c.disabledReason), [null])
    }).pipe(Effect.provide(installation)))

  it.effect("410 switches the channel off: what is owed later is skipped, with the reason, until it is set again", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(true)))
      yield* deliver
      assert.deepStrictEqual((yield* stored(task.id)).channels.map((c) => c.disabledReason), ["410 Gone"])
      yield* updateTask({ userId: owner, id: task.id, state: "active" })
      yield* TestClock.adjust("60 seconds")
      yield* settleRuns([judged(yield* claimOne(), met)])
      assert.deepStrictEqual(
        (yield* deliveriesOf(task.id)).map((d) => [d.status, d.lastError]),
        [["failed", "410 Gone"], ["skipped", "410 Gone"]]
      )
      yield* updateTask({ userId: owner, id: task.id, notifications: [hook] })
      assert.deepStrictEqual((yield* stored(task.id)).channels.map((c) => c.disabledReason), [null])
    }).pipe(Effect.provide(installation)))

  it.effect("a channel that was removed meanwhile is not told", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* updateTask({ userId: owner, id: task.id, notifications: [] })
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "skipped", attempts: 0, dueAt: null })
      assert.deepStrictEqual(yield* RecordingNotifier.use((recorder) => recorder.tries), [])
    }).pipe(Effect.provide(installation)))

  it.effect("a delivery whose worker died is taken over after its lease, under the same id", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* Outbox.use((outbox) => outbox.claim({ kind: ChannelKind.make("webhook"), limit: 10, lease: Duration.seconds(60), worker: "dead" }))
      assert.strictEqual(yield* deliver, 0)
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual(yield* deliver, 1)
      assert.strictEqual((yield* only(task.id)).status, "sent")
    }).pipe(Effect.provide(installation)))

  it.effect("after a rotation both secrets sign for 24 h, newest first, and then one", () =>
    Effect.gen(function*() {
      const signed = Effect.map(RecordingNotifier.use((recorder) => recorder.tries), (tries) => tries.at(-1)?.secrets)
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failAlways(deferred(23 * 3_600_000)))
      yield* deliver
      const [old] = (yield* signed) ?? []
      const fresh = yield* rotateSecret(owner, task.id, webhook)
      assert.match(fresh, /^whsec_/)
      yield* TestClock.adjust("23 hours")
      yield* deliver
      assert.isDefined(old)
      assert.deepStrictEqual(yield* signed, old === undefined ? [] : [fresh, old])
      yield* TestClock.adjust("23 hours")
      yield* deliver
      assert.deepStrictEqual(yield* signed, [fresh])
    }).pipe(Effect.provide(installation)))
})
