import {
  ChannelKind,
  type ChannelTarget,
  claimDeliveries,
  ConnectionLost,
  CorruptRow,
  DeliveryDeferred,
  deleteTask,
  type NewTask,
  type Notifier,
  type NotifierReason,
  Notifiers,
  notifiersOf,
  Outbox,
  rotateSecret,
  Secrets,
  SecretUnreadable,
  settleRuns,
  StorageError,
  TargetRejected,
  type TaskId,
  TaskRepository,
  tryDelivery,
  updateTask
} from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import {
  claimOne,
  deliveriesOf,
  dueTask,
  hook,
  installation,
  judged,
  met,
  owner,
  secondsUntil,
  stored
} from "./installation.ts"

const webhook = ChannelKind.make("webhook")

/** Tries what is due, as a delivery loop does. Answers how many were tried. */
const deliver = Effect.gen(function*() {
  const claimed = yield* claimDeliveries({ kind: webhook, limit: 10, worker: "worker-1" })
  yield* Effect.forEach(claimed, tryDelivery, { concurrency: "unbounded", discard: true })
  return claimed.length
})

/** A task that has just decided to tell. */
const told = Effect.fn("told")(function*(notifications: NonNullable<NewTask["notifications"]> = [hook]) {
  const task = yield* dueTask({ notifications })
  yield* settleRuns([judged(yield* claimOne(), met)])
  return task
})

const only = (taskId: TaskId) =>
  Effect.flatMap(deliveriesOf(taskId), ([delivery, ...others]) =>
    delivery === undefined || others.length > 0
      ? Effect.die(new Error("not exactly one delivery is owed"))
      : Effect.succeed(delivery))

const deferred = (retryAfterMs: number | null = null): NotifierReason =>
  new DeliveryDeferred({ message: "503 Service Unavailable", httpStatus: 503, responseExcerpt: "later", retryAfterMs })
const rejected = (gone: boolean): NotifierReason =>
  new TargetRejected({ message: "410 Gone", httpStatus: 410, responseExcerpt: null, gone })

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

/** Runs with the recording channel, but for what is changed in it. */
const withChannel = <A, E, R>(work: Effect.Effect<A, E, R>, change: (notifier: Notifier) => Partial<Notifier>) =>
  Effect.gen(function*() {
    const { notifier } = yield* RecordingNotifier
    return yield* Effect.provideService(work, Notifiers, notifiersOf({ ...notifier, ...change(notifier) }))
  })

const triesOf = (taskId: TaskId) =>
  Effect.flatMap(only(taskId), ({ id }) => Outbox.use((outbox) => outbox.attempts(id)))

/** Tries until nothing more will come of it. */
const deliverToTheEnd = Effect.forEach(Array.from({ length: 12 }), () => Effect.andThen(deliver, TestClock.adjust("27 hours")))

type Installed = Layer.Success<typeof installation>

const elsewhere = { type: "webhook", target: { url: "https://hook.example/b" } }

describe("a channel that misbehaves", () => {
  it.effect("one that hangs is stopped after 30 s, within the lease, and its delivery put off", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const trying = yield* Effect.forkChild(withChannel(deliver, () => ({ deliver: () => Effect.never })))
      yield* TestClock.adjust("29 seconds")
      assert.isUndefined(trying.pollUnsafe())
      yield* TestClock.adjust("1 second")
      assert.isDefined(trying.pollUnsafe())
      const [attempt] = yield* triesOf(task.id)
      assert.deepInclude(attempt, { outcome: "deferred", latencyMs: 30_000, error: "It took longer than 30s and was stopped." })
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("one that cannot be interrupted is not waited for either", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const trying = yield* Effect.forkChild(
        withChannel(deliver, () => ({ deliver: () => Effect.uninterruptible(Effect.never) }))
      )
      yield* TestClock.adjust("30 seconds")
      assert.isDefined(trying.pollUnsafe())
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect.each<[string, () => Effect.Effect<never>]>([
    ["throws", () => {
      throw new RangeError("boom")
    }],
    ["dies", () => Effect.die(new RangeError("boom"))],
    ["interrupts itself", () => Effect.interrupt]
  ])("one that %s has made a try: put off up the ladder, and failed at its end", ([, breaks]) =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* withChannel(deliver, () => ({ deliver: breaks }))
      const error = "It could not be sent for an unexpected reason on this server."
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1, lastError: error })
      assert.closeTo(yield* secondsUntil((yield* only(task.id)).dueAt), 5, 0.5)
      yield* TestClock.adjust("6 seconds")
      yield* withChannel(deliverToTheEnd, () => ({ deliver: breaks }))
      assert.deepInclude(yield* only(task.id), { status: "failed", attempts: 10, dueAt: null, lastError: error })
      assert.deepStrictEqual((yield* triesOf(task.id)).map((a) => a.outcome), Array.from({ length: 10 }, () => "deferred"))
    }).pipe(Effect.provide(installation)))

  it.effect("one whose addresses break has made a try as well", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* withChannel(deliver, () => ({
        address: () => {
          throw new Error("boom")
        }
      }))
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1 })
    }).pipe(Effect.provide(installation)))
})

describe("a storage that misbehaves", () => {
  const lost = new StorageError({ reason: new ConnectionLost({ message: "The database is restarting." }) })
  const unreadable = new StorageError({ reason: new CorruptRow({ message: "A row cannot be read." }) })

  it.effect("away when the target has answered, it is waited for: sent once", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      let failures = 4
      const flaky: Outbox["Service"] = {
        ...outbox,
        save: (...args) => Effect.suspend(() => failures-- > 0 ? Effect.fail(lost) : outbox.save(...args))
      }
      const trying = yield* Effect.forkChild(Effect.provideService(deliver, Outbox, flaky))
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* only(task.id)).status, "pending")
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(trying)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* deliver, 0)
      assert.strictEqual((yield* RecordingNotifier.use((recorder) => recorder.tries)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("a worker told to stop while a target answers stores the answer first", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      const saving = yield* Deferred.make<void>()
      const slow: Outbox["Service"] = {
        ...outbox,
        save: (...args) =>
          Deferred.succeed(saving, undefined).pipe(Effect.andThen(Effect.sleep("2 seconds")), Effect.andThen(outbox.save(...args)))
      }
      const trying = yield* Effect.forkChild(Effect.provideService(deliver, Outbox, slow))
      yield* Deferred.await(saving)
      const stopping = yield* Effect.forkChild(Fiber.interrupt(trying))
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(stopping)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("away for longer than the lease, the claim is given up and the delivery made again", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      const away: Outbox["Service"] = { ...outbox, save: () => Effect.fail(lost) }
      const trying = yield* Effect.forkChild(Effect.provideService(deliver, Outbox, away))
      yield* TestClock.adjust("60 seconds")
      yield* Fiber.join(trying)
      assert.strictEqual(yield* deliver, 1)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("an answer that it refuses is stored without its details: it was sent", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const outbox = yield* Outbox
      const strict: Outbox["Service"] = {
        ...outbox,
        save: (delivery, attempt) =>
          attempt?.responseExcerpt === null ? outbox.save(delivery, attempt) : Effect.die(new Error("cannot be encoded"))
      }
      yield* Effect.provideService(deliver, Outbox, strict)
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("what cannot be read is a try: put off, and failed in the end", () =>
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const tasks = yield* TaskRepository
      const task = yield* told()
      const error = "What is to be told cannot be read on this server."
      yield* Effect.provideService(deliver, Outbox, { ...outbox, notification: () => Effect.fail(unreadable) })
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 1, lastError: error })
      yield* TestClock.adjust("10 seconds")
      yield* Effect.provideService(deliverToTheEnd, TaskRepository, { ...tasks, find: () => Effect.fail(unreadable) })
      assert.deepInclude(yield* only(task.id), { status: "failed", attempts: 10, lastError: error })
      assert.deepStrictEqual(yield* RecordingNotifier.use((recorder) => recorder.tries), [])
    }).pipe(Effect.provide(installation)))

  it.effect("away before anything was sent, no try is counted", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const task = yield* told()
      yield* Effect.provideService(deliver, TaskRepository, { ...tasks, find: () => Effect.fail(lost) })
      assert.deepInclude(yield* only(task.id), { status: "pending", attempts: 0 })
      yield* TestClock.adjust("60 seconds")
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
    }).pipe(Effect.provide(installation)))
})

describe("secrets under another key", () => {
  /** Opens only what is not in `closed`. */
  const without = Effect.fnUntraced(function*(closed: ReadonlyArray<string>) {
    const secrets = yield* Secrets
    const partial: Secrets["Service"] = {
      ...secrets,
      open: (sealed) =>
        closed.includes(sealed)
          ? Effect.fail(new SecretUnreadable({ message: "VEDETTE_SECRET_KEY does not open it." }))
          : secrets.open(sealed)
    }
    return partial
  })
  const sealedOf = (taskId: TaskId) =>
    Effect.map(stored(taskId), (task) => task.channels.flatMap((channel) => channel.secrets.map((s) => s.sealed)))

  it.effect("where the current one does not open the delivery waits, says why, and is sent once the key is back", () =>
    Effect.gen(function*() {
      const task = yield* told()
      yield* rotateSecret(owner, task.id, webhook)
      const [current] = yield* sealedOf(task.id)
      assert.isDefined(current)
      yield* Effect.provideService(deliver, Secrets, yield* without(current === undefined ? [] : [current]))
      assert.deepInclude(yield* only(task.id), {
        status: "pending",
        attempts: 1,
        lastError: "It could not be signed. VEDETTE_SECRET_KEY does not open it."
      })
      assert.deepStrictEqual(yield* RecordingNotifier.use((recorder) => recorder.tries), [])
      yield* TestClock.adjust("10 seconds")
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 2 })
    }).pipe(Effect.provide(installation)))

  it.effect("a retiring one that does not open is passed over", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const [retiring] = yield* sealedOf(task.id)
      assert.isDefined(retiring)
      const fresh = yield* rotateSecret(owner, task.id, webhook)
      yield* Effect.provideService(deliver, Secrets, yield* without(retiring === undefined ? [] : [retiring]))
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 1 })
      const [sent] = yield* RecordingNotifier.use((recorder) => recorder.told)
      assert.deepStrictEqual(sent?.secrets, [fresh])
    }).pipe(Effect.provide(installation)))
})

describe("a channel that changes while something is owed", () => {
  it.effect("pointed elsewhere, what is owed goes there, once, and the log says so", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const recorder = yield* RecordingNotifier
      yield* recorder.failNext(deferred())
      yield* deliver
      yield* updateTask({ userId: owner, id: task.id, notifications: [elsewhere] })
      yield* TestClock.adjust("10 seconds")
      yield* deliver
      const target: ChannelTarget = { url: "https://hook.example/b" }
      assert.deepInclude(yield* only(task.id), { status: "sent", attempts: 2, address: "https://hook.example/b", target })
      assert.deepStrictEqual((yield* recorder.tries).map((t) => t.address), ["https://hook.example/a", "https://hook.example/b"])
    }).pipe(Effect.provide(installation)))

  it.effect("where two deliveries of one event now point to one address, both end", () =>
    Effect.gen(function*() {
      const task = yield* told()
      const owed = yield* only(task.id)
      const outbox = yield* Outbox
      const notification = yield* Effect.flatMap(outbox.notification(owed.notificationId), (found) => Effect.fromOption(found))
      const other = { ...owed, id: notification.id as string as typeof owed.id, address: "https://hook.example/b" }
      yield* outbox.owe(notification, [other])
      yield* deliver
      const both = yield* deliveriesOf(task.id)
      assert.deepStrictEqual(both.map((d) => [d.status, d.address]).sort(), [
        ["sent", "https://hook.example/a"],
        ["sent", "https://hook.example/b"]
      ])
    }).pipe(Effect.provide(installation)))

  it.effect("410 from the old target leaves the one it was pointed to meanwhile switched on", () =>
    Effect.gen(function*() {
      const context = yield* Effect.context<Installed>()
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(true)))
      yield* withChannel(deliver, (notifier) => ({
        deliver: (...args) =>
          Effect.ensuring(
            notifier.deliver(...args),
            Effect.orDie(Effect.provideContext(updateTask({ userId: owner, id: task.id, notifications: [elsewhere] }), context))
          )
      }))
      assert.deepStrictEqual((yield* stored(task.id)).channels.map((c) => [c.target, c.disabledReason]), [
        [{ url: "https://hook.example/b" }, null]
      ])
      assert.deepInclude(yield* only(task.id), { status: "failed", address: "https://hook.example/a" })
    }).pipe(Effect.provide(installation)))

  it.effect("410 while the task is deleted leaves nothing behind and holds up nobody", () =>
    Effect.gen(function*() {
      const context = yield* Effect.context<Installed>()
      const task = yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(true)))
      yield* withChannel(deliver, (notifier) => ({
        deliver: (...args) =>
          Effect.ensuring(notifier.deliver(...args), Effect.orDie(Effect.provideContext(deleteTask(owner, task.id), context)))
      }))
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.strictEqual(yield* deliver, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("410 locks the task before it writes the delivery, as a deletion does", () =>
    Effect.gen(function*() {
      const outbox = yield* Outbox
      const tasks = yield* TaskRepository
      const steps: Array<string> = []
      yield* told()
      yield* RecordingNotifier.use((recorder) => recorder.failNext(rejected(true)))
      yield* deliver.pipe(
        Effect.provideService(TaskRepository, {
          ...tasks,
          lock: (id) => Effect.tap(tasks.lock(id), () => Effect.sync(() => steps.push("task locked")))
        }),
        Effect.provideService(Outbox, {
          ...outbox,
          save: (...args) => Effect.tap(outbox.save(...args), () => Effect.sync(() => steps.push("delivery saved")))
        })
      )
      assert.deepStrictEqual(steps, ["task locked", "delivery saved"])
    }).pipe(Effect.provide(installation)))
})
