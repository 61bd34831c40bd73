import {
  AccountChannels,
  ChannelKind,
  claimDeliveries,
  ConnectionLost,
  type Delivery,
  type NewTask,
  type Notifier,
  type NotifierReason,
  Notifiers,
  NotifierError,
  notifiersOf,
  Outbox,
  resendAll,
  resendDelivery,
  settleRuns,
  Secrets,
  StorageError,
  type TaskId,
  TaskRepository,
  tryDelivery
} from "@vedette/domain"
import { makeMailbox, RecordingNotifier } from "@vedette/testkit/fakes"
import { anAccountChannel } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { deferred, only, rejected, told, webhook } from "./delivering.ts"
import { claimOne, deliveriesOf, dueTask, hook, installation, judged, met, owner, stored } from "./installation.ts"

const email = ChannelKind.make("email")
const mail = { type: "email", target: { box: "owner@example.com" } }

/** A second channel beside the recording webhook; it can be told to fail. */
const secondChannel = () => {
  const mailbox = makeMailbox({ signed: false, deduplicates: false })
  let failure: NotifierReason | null = null
  const notifier: Notifier = {
    ...mailbox.notifier,
    kind: email,
    deliver: (...args) =>
      Effect.suspend(() => failure === null ? mailbox.notifier.deliver(...args) : Effect.fail(new NotifierError({ reason: failure })))
  }
  return {
    notifier,
    letters: mailbox.receiver.received,
    fail: (reason: NotifierReason | null) =>
      Effect.sync(() => {
        failure = reason
      })
  }
}
type Second = ReturnType<typeof secondChannel>

const deliverBoth = Effect.forEach([webhook, email], (kind) =>
  Effect.flatMap(claimDeliveries({ kind, limit: 10, worker: "worker-1" }), (claimed) =>
    Effect.forEach(claimed, tryDelivery, { discard: true })))

/** Until nothing more will come of it. */
const toTheEnd = Effect.forEach(Array.from({ length: 14 }), () => Effect.andThen(deliverBoth, TestClock.adjust("27 hours")))

const withBoth = <A, E, R>(test: (second: Second, recorder: RecordingNotifier["Service"]) => Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const second = secondChannel()
    const recorder = yield* RecordingNotifier
    return yield* Effect.provideService(test(second, recorder), Notifiers, notifiersOf(recorder.notifier, second.notifier))
  }).pipe(Effect.provide(installation))

const givenDefault = (changes: Parameters<typeof anAccountChannel>[0]) =>
  AccountChannels.use((channels) =>
    channels.save(anAccountChannel({ userId: owner, kind: email, target: { box: "default@example.com" }, secrets: [], ...changes })))

const someSecrets = Effect.gen(function*() {
  const sealed = yield* (yield* Secrets).seal("whsec_default")
  return [{ sealed, issuedAt: yield* DateTime.now, validUntil: null }]
})

const logOf = (taskId: TaskId) =>
  Effect.map(deliveriesOf(taskId), (rows) => rows.map(({ event, kind, status }) => `${event} ${kind} ${status}`))

const both: NonNullable<NewTask["notifications"]> = [hook, mail]

describe("a channel that fails for good", () => {
  it.effect("gone, its owner is told by the task's other channel, once, which channel it was and what it was to tell", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* recorder.failAlways(rejected(true))
        const task = yield* told(both)
        yield* toTheEnd
        assert.deepStrictEqual(yield* logOf(task.id), [
          "condition_met webhook failed",
          "condition_met email sent",
          "delivery_failed email sent"
        ])
        const letters = yield* second.letters
        assert.lengthOf(letters, 2)
        assert.include(letters[1]?.text, "Your webhook channel https://hook.example/a did not take an alert")
        assert.include(letters[1]?.text, "410 Gone")
        assert.include(letters[1]?.text, met.answer)
      })))

  it.effect("whose answer the storage refuses, its owner is told all the same, and it is switched off", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* recorder.failAlways(rejected(true))
        const task = yield* told(both)
        const outbox = yield* Outbox
        const strict: Outbox["Service"] = {
          ...outbox,
          save: (delivery, attempt) =>
            attempt !== null && attempt.httpStatus !== null ? Effect.die(new Error("cannot be encoded")) : outbox.save(delivery, attempt)
        }
        yield* Effect.provideService(toTheEnd, Outbox, strict)
        assert.deepStrictEqual(yield* logOf(task.id), [
          "condition_met webhook failed",
          "condition_met email sent",
          "delivery_failed email sent"
        ])
        assert.include((yield* second.letters)[1]?.text, "Your webhook channel https://hook.example/a did not take an alert")
        assert.deepStrictEqual((yield* stored(task.id)).channels.map((c) => c.disabledReason), ["410 Gone", null])
      })))

  it.effect("and whose word cannot be stored either is failed and nothing worse", () =>
    withBoth((_, recorder) =>
      Effect.gen(function*() {
        yield* recorder.failAlways(rejected(false))
        const task = yield* told(both)
        const outbox = yield* Outbox
        const wordless: Outbox["Service"] = { ...outbox, owe: () => Effect.die(new Error("cannot be encoded")) }
        yield* Effect.provideService(toTheEnd, Outbox, wordless)
        assert.deepStrictEqual(yield* logOf(task.id), ["condition_met webhook failed", "condition_met email sent"])
      })))

  it.effect("sent to where the same event is owed by another delivery, it leaves it to that one to tell of the failure", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* givenDefault({ events: [] })
        yield* recorder.failAlways(rejected(false))
        const task = yield* told()
        const outbox = yield* Outbox
        const owed = yield* only(task.id)
        const notification = yield* Effect.flatMap(outbox.notification(owed.notificationId), (found) => Effect.fromOption(found))
        const elsewhere = { ...owed, id: notification.id as string as typeof owed.id, address: "https://hook.example/b" }
        yield* outbox.owe(notification, [elsewhere])
        yield* toTheEnd
        assert.sameMembers(yield* logOf(task.id), [
          "condition_met webhook failed",
          "condition_met webhook failed",
          "delivery_failed email sent"
        ])
        assert.lengthOf(yield* second.letters, 1)
      })))

  it.effect("sent to where another delivery was passed over when the event was decided, it is told of as ever: that one tells nobody", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        const hooks = { kind: webhook, target: { url: "https://hook.example/default" }, secrets: yield* someSecrets }
        yield* givenDefault({ events: [] })
        yield* givenDefault(hooks)
        yield* recorder.failAlways(rejected(false))
        const task = yield* dueTask({ notifications: [hook] })
        const tasks = yield* TaskRepository
        const gone = task.channels.map((channel) => ({ ...channel, disabledReason: "410 Gone" }))
        yield* tasks.save({ ...(yield* stored(task.id)), channels: gone })
        yield* settleRuns([judged(yield* claimOne(), met)])
        yield* givenDefault({ ...hooks, target: hook.target })
        yield* toTheEnd
        assert.deepStrictEqual(yield* logOf(task.id), [
          "condition_met webhook skipped",
          "condition_met webhook failed",
          "delivery_failed email sent"
        ])
        assert.lengthOf(yield* second.letters, 1)
      })))

  it.effect("as the storage is away for the whole lease, it is tried again: its failure is not stored without the word of it", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* recorder.failAlways(rejected(true))
        const task = yield* told(both)
        const outbox = yield* Outbox
        const away = new StorageError({ reason: new ConnectionLost({ message: "The database is restarting." }) })
        let left = 2
        const late: Outbox["Service"] = {
          ...outbox,
          save: (delivery, attempt) =>
            Effect.suspend(() =>
              delivery.kind === webhook && left-- > 0
                ? Effect.andThen(TestClock.adjust("61 seconds"), Effect.fail(away))
                : outbox.save(delivery, attempt))
        }
        yield* Effect.provideService(toTheEnd, Outbox, late)
        assert.deepStrictEqual(yield* logOf(task.id), [
          "condition_met webhook failed",
          "condition_met email sent",
          "delivery_failed email sent"
        ])
        assert.lengthOf(yield* second.letters, 2)
      })))

  it.effect("at the end of its ladder, the same", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* recorder.failAlways(deferred())
        const task = yield* told(both)
        yield* toTheEnd
        assert.deepStrictEqual(yield* logOf(task.id), [
          "condition_met webhook failed",
          "condition_met email sent",
          "delivery_failed email sent"
        ])
        assert.lengthOf(yield* second.letters, 2)
      })))

  it.effect("a task with one channel is told of by the account's default, whatever events that was chosen for", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* givenDefault({ events: [] })
        yield* recorder.failAlways(rejected(false))
        const task = yield* told()
        yield* toTheEnd
        const [, word] = yield* deliveriesOf(task.id)
        assert.deepInclude(word, { event: "delivery_failed", channelOf: "account", status: "sent", address: "default@example.com" })
        assert.lengthOf(yield* second.letters, 1)
      })))

  it.effect("without another channel that is on, nothing is owed and the log says what failed", () =>
    withBoth((_, recorder) =>
      Effect.gen(function*() {
        yield* givenDefault({ enabled: false })
        yield* recorder.failAlways(rejected(true))
        const task = yield* told()
        yield* toTheEnd
        assert.deepInclude(yield* only(task.id), { status: "failed", lastError: "410 Gone" })
      })))

  it.effect("where the other one fails too, it is not told back: nothing goes round", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* recorder.failAlways(rejected(false))
        yield* second.fail(rejected(false))
        const task = yield* told(both)
        yield* toTheEnd
        yield* toTheEnd
        const log = yield* logOf(task.id)
        assert.deepStrictEqual(log, ["condition_met webhook failed", "condition_met email failed", "delivery_failed email failed"])
      })))

  it.effect("put back by hand and failed again, it is not told a second time", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* recorder.failAlways(rejected(false))
        const task = yield* told(both)
        yield* toTheEnd
        const [failed] = yield* deliveriesOf(task.id)
        yield* resendDelivery(owner, failed!.id)
        yield* toTheEnd
        assert.lengthOf(yield* second.letters, 2)
        assert.deepInclude((yield* deliveriesOf(task.id))[0], { id: failed!.id, status: "failed", attempts: 2 })
      })))

  it.effect("gone, what else it was owed is told by the other channel too, each once", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* givenDefault({ events: [] })
        yield* givenDefault({ kind: webhook, target: { url: "https://hook.example/default" }, secrets: yield* someSecrets })
        yield* recorder.failNext(deferred(3_600_000))
        const waiting = yield* told([])
        yield* deliverBoth
        yield* recorder.failNext(rejected(true))
        const refused = yield* told([])
        yield* deliverBoth
        yield* toTheEnd
        assert.deepStrictEqual(yield* logOf(refused.id), ["condition_met webhook failed", "delivery_failed email sent"])
        assert.deepStrictEqual(yield* logOf(waiting.id), ["condition_met webhook skipped", "delivery_failed email sent"])
        assert.lengthOf(yield* second.letters, 2)
        yield* resendAll({ userId: owner, taskId: null, executionId: null, kind: null, since: null })
        yield* toTheEnd
        assert.lengthOf(yield* second.letters, 2)
      })))

  it.effect("switched off by its owner, what it was owed is told by no other", () =>
    withBoth((second, recorder) =>
      Effect.gen(function*() {
        yield* givenDefault({ events: [] })
        const hooks = { kind: webhook, target: { url: "https://hook.example/default" }, secrets: yield* someSecrets }
        yield* givenDefault(hooks)
        yield* recorder.failNext(deferred())
        const task = yield* told([])
        yield* deliverBoth
        yield* givenDefault({ ...hooks, enabled: false })
        yield* toTheEnd
        assert.deepStrictEqual(yield* logOf(task.id), ["condition_met webhook skipped"])
        assert.isEmpty(yield* second.letters)
      })))

  it.effect("gone for good, later alerts are told by the account's default instead, and the log says why not by the task's", () =>
    withBoth((_, recorder) =>
      Effect.gen(function*() {
        yield* givenDefault({})
        const task = yield* dueTask({ notifications: [hook] })
        const tasks = yield* TaskRepository
        const gone = task.channels.map((channel) => ({ ...channel, disabledReason: "410 Gone" }))
        yield* tasks.save({ ...(yield* stored(task.id)), channels: gone })
        yield* settleRuns([judged(yield* claimOne(), met)])
        yield* toTheEnd
        assert.deepStrictEqual(yield* logOf(task.id), ["condition_met webhook skipped", "condition_met email sent"])
        assert.deepStrictEqual(yield* recorder.tries, [])
      })))
})

describe("resending by hand", () => {
  const failed = Effect.gen(function*() {
    const recorder = yield* RecordingNotifier
    yield* recorder.failAlways(rejected(false))
    const task = yield* told()
    yield* toTheEnd
    yield* recorder.failAlways(null)
    return yield* only(task.id)
  })

  it.effect("keeps the id, climbs the ladder anew, and is sent once however often it is asked for", () =>
    withBoth((_, recorder) =>
      Effect.gen(function*() {
        const before = yield* failed
        yield* recorder.failNext(deferred())
        for (let n = 0; n < 3; n++) {
          assert.deepInclude(yield* resendDelivery(owner, before.id), { id: before.id, status: "pending", attempts: 1 })
        }
        yield* deliverBoth
        const again: Delivery = yield* only(before.taskId)
        const wait = DateTime.toEpochMillis(again.dueAt!) - DateTime.toEpochMillis(yield* DateTime.now)
        assert.isAtMost(wait, 5_500, "the first step of the ladder")
        yield* TestClock.adjust("10 seconds")
        yield* deliverBoth
        assert.deepInclude(yield* resendDelivery(owner, before.id), { status: "sent", attempts: 3, lastError: null })
        yield* toTheEnd
        const tries = yield* recorder.tries
        assert.deepStrictEqual(tries.map(({ deliveryId, failure }) => [deliveryId, failure === null]), [
          [before.id, false],
          [before.id, false],
          [before.id, true]
        ])
        assert.deepStrictEqual((yield* Outbox.use((outbox) => outbox.attempts(before.id))).map(({ n }) => n), [1, 2, 3])
      })))

  it.effect("all since an instant", () =>
    withBoth((_, recorder) =>
      Effect.gen(function*() {
        const old = yield* failed
        const since = yield* DateTime.now
        const late = yield* failed
        const which = { userId: owner, taskId: null, executionId: null, kind: null }
        assert.strictEqual(yield* resendAll({ ...which, since }), 1)
        yield* deliverBoth
        assert.deepStrictEqual((yield* recorder.told).map(({ deliveryId }) => deliveryId), [late.id])
        assert.strictEqual(yield* resendAll({ ...which, since: null }), 1)
        yield* deliverBoth
        assert.deepInclude(yield* only(old.taskId), { status: "sent" })
      })))

  it.effect("what was skipped because its channel was off goes out once the channel is on", () =>
    withBoth(() =>
      Effect.gen(function*() {
        const secrets = yield* someSecrets
        const target = { url: "https://hook.example/default" }
        yield* givenDefault({ kind: webhook, target, secrets, disabledReason: "410 Gone" })
        const task = yield* told([])
        const skipped = yield* only(task.id)
        assert.deepInclude(skipped, { status: "skipped", lastError: "410 Gone" })
        yield* givenDefault({ kind: webhook, target, secrets })
        yield* resendDelivery(owner, skipped.id)
        yield* deliverBoth
        assert.deepInclude(yield* only(task.id), { status: "sent" })
      })))

  it.effect("somebody else's is not found", () =>
    withBoth(() =>
      Effect.gen(function*() {
        const { id } = yield* failed
        const error = yield* Effect.flip(resendDelivery("01937a00-0000-7000-8000-00000000000f" as typeof owner, id))
        assert.strictEqual(error._tag, "DeliveryNotFound")
      })))
})
