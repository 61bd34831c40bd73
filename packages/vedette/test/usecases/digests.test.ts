import {
  type AccountChannel,
  AccountChannels,
  ChannelKind,
  claimDigests,
  ConsentRepository,
  type Delivery,
  deleteTask,
  DigestRepository,
  noDigest,
  Notifiers,
  notifiersOf,
  NotifierError,
  type NotifierReason,
  type OutgoingDigest,
  Outbox,
  saveAccountChannel,
  settleRuns,
  TaskRepository,
  tryDigest
} from "@vedette/domain"
import { makeMailbox, RecordingNotifier } from "@vedette/testkit/fakes"
import { anAccountChannel } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import { address, givenOwner } from "./consenting.ts"
import { deferred, deliver, rejected, told, webhook } from "./delivering.ts"
import { claimOne, deliveriesOf, dueTask, hook, installation, judged, met, owner } from "./installation.ts"

const daily = { frequency: "daily", time: "09:00", timezone: "Europe/Berlin" } as const

/** Monday 5 January 2026, 08:00 in Berlin. */
const monday = Date.UTC(2026, 0, 5, 7)

/** The recording channel, which can gather; and the digests it was given. */
const gathering = Effect.gen(function*() {
  const { notifier } = yield* RecordingNotifier
  const sent: Array<OutgoingDigest & { readonly to: string; readonly failed: boolean }> = []
  const failures: Array<NotifierReason> = []
  const channel = notifiersOf({
    ...notifier,
    deliverDigest: (digest, target) =>
      Effect.suspend(() => {
        const failure = failures.shift()
        sent.push({ ...digest, to: notifier.address(target), failed: failure !== undefined })
        return failure === undefined
          ? Effect.succeed({ httpStatus: null, responseExcerpt: "250 ok" })
          : Effect.fail(new NotifierError({ reason: failure }))
      })
  })
  return { within: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.provideService(work, Notifiers, channel), sent, failures }
})

const settings = (changes: Partial<AccountChannel> = {}) =>
  AccountChannels.use((channels) =>
    channels.save(anAccountChannel({ userId: owner, target: hook.target, digest: daily, ...changes }))
  )

/** Sends what is due, as several digest loops do at once. Answers how many digests were tried. */
const digest = Effect.gen(function*() {
  const claims = yield* Effect.forEach(["a", "b", "c"], (worker) => claimDigests({ kind: webhook, limit: 5, worker }), {
    concurrency: "unbounded"
  })
  yield* Effect.forEach(claims.flat(), tryDigest, { concurrency: "unbounded", discard: true })
  return claims.flat().length
})

const at = (delivery: Delivery | undefined) => delivery?.dueAt === null || delivery === undefined ? null : DateTime.formatIso(delivery.dueAt)

const story = <E>(
  name: string,
  tell: (channel: Effect.Success<typeof gathering>) => Effect.Effect<void, E, Effect.Services<typeof digest> | Effect.Services<typeof deliver> | Effect.Services<ReturnType<typeof told>> | Effect.Services<ReturnType<typeof saveAccountChannel>> | RecordingNotifier>
) =>
  it.effect(name, () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(monday)
      yield* givenOwner(null)
      yield* settings()
      const channel = yield* gathering
      yield* channel.within(tell(channel))
    }).pipe(Effect.provide(installation)))

describe("a digest", () => {
  story("gathers what is owed until its time, shows it in the send log, and tells it once, by one worker of many", ({ sent }) =>
    Effect.gen(function*() {
      const first = yield* told([])
      const second = yield* told([])
      const [waiting] = yield* deliveriesOf(first.id)
      assert.deepInclude(waiting, { status: "pending", attempts: 0, completedAt: null })
      assert.strictEqual(at(waiting), "2026-01-05T08:00:00.000Z")
      assert.strictEqual(yield* deliver, 0)
      assert.strictEqual(yield* digest, 0)
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      assert.strictEqual(yield* digest, 1)
      assert.deepStrictEqual(sent.map(({ messages, to }) => [to, messages.map(({ taskId }) => taskId)]), [
        [address, [first.id, second.id]]
      ])
      for (const task of [first, second]) {
        const [told] = yield* deliveriesOf(task.id)
        assert.deepInclude(told, { status: "sent", attempts: 1, dueAt: null, lastError: null, address, digestId: sent[0]!.digestId })
        const attempts = yield* Outbox.use((outbox) => outbox.attempts(told!.id))
        assert.deepStrictEqual(attempts.map(({ n, outcome, responseExcerpt }) => [n, outcome, responseExcerpt]), [[1, "sent", "250 ok"]])
      }
      yield* TestClock.adjust("30 days")
      assert.strictEqual(yield* digest, 0, "nothing to say, and nothing sent")
    }))

  story("is one of its period, and what comes later is of the next", ({ sent }) =>
    Effect.gen(function*() {
      yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      yield* digest
      const later = yield* told([])
      assert.strictEqual(at((yield* deliveriesOf(later.id))[0]), "2026-01-06T08:00:00.000Z")
      yield* TestClock.setTime(Date.UTC(2026, 0, 6, 8))
      yield* digest
      assert.deepStrictEqual(sent.map(({ messages }) => messages.length), [1, 1])
      assert.notStrictEqual(sent[0]?.digestId, sent[1]?.digestId)
    }))

  story("that cannot be sent is tried again up the ladder under the same id, with what has come meanwhile", ({ failures, sent }) =>
    Effect.gen(function*() {
      const first = yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      failures.push(deferred())
      yield* digest
      const [waiting] = yield* deliveriesOf(first.id)
      assert.deepInclude(waiting, { status: "pending", attempts: 1, lastError: "503 Service Unavailable" })
      const second = yield* told([])
      assert.strictEqual(at((yield* deliveriesOf(second.id))[0]), at(waiting))
      yield* digest
      assert.deepStrictEqual(sent.map(({ failed, messages }) => [failed, messages.length]), [[true, 1], [false, 2]])
      assert.strictEqual(sent[0]?.digestId, sent[1]?.digestId)
      assert.deepInclude((yield* deliveriesOf(first.id))[0], { status: "sent", attempts: 2 })
      assert.deepInclude((yield* deliveriesOf(second.id))[0], { status: "sent", attempts: 1 })
    }))

  story("that is refused is given up visibly, and its deliveries can go by themselves afterwards", ({ failures }) =>
    Effect.gen(function*() {
      const task = yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      failures.push(rejected(false))
      yield* digest
      assert.deepInclude((yield* deliveriesOf(task.id))[0], { status: "failed", dueAt: null, digestId: null, lastError: "410 Gone" })
    }))

  story("that is given up is told by another channel, each alert that was in it, once", ({ failures, within }) =>
    Effect.gen(function*() {
      const mailbox = makeMailbox({ signed: false, deduplicates: false })
      const other = { ...mailbox.notifier, kind: ChannelKind.make("email") }
      const gatheringOne = (yield* Notifiers).get(webhook)!
      yield* settings({ kind: other.kind, target: { box: "default@example.com" }, secrets: [], digest: noDigest, events: [] })
      const tasks = [yield* told([]), yield* told([])]
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      failures.push(rejected(false))
      yield* within(Effect.provideService(digest, Notifiers, notifiersOf(gatheringOne, other)))
      for (const task of tasks) {
        const [failed, word, ...more] = yield* deliveriesOf(task.id)
        assert.deepInclude(failed, { event: "condition_met", kind: webhook, status: "failed" })
        assert.deepInclude(word, { event: "delivery_failed", kind: other.kind, channelOf: "account", status: "pending" })
        assert.isEmpty(more)
      }
    }))

  story("that is given up locks its tasks before it is written, in one order, as whoever owes what joins it", ({ failures }) =>
    Effect.gen(function*() {
      const digests = yield* DigestRepository
      const tasks = yield* TaskRepository
      const steps: Array<string> = []
      const ids = [(yield* told([])).id, (yield* told([])).id]
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      failures.push(rejected(false))
      yield* digest.pipe(
        Effect.provideService(TaskRepository, {
          ...tasks,
          lock: (id) => Effect.tap(tasks.lock(id), () => Effect.sync(() => steps.push(id)))
        }),
        Effect.provideService(DigestRepository, {
          ...digests,
          save: (given) => Effect.tap(digests.save(given), () => Effect.sync(() => steps.push("digest saved")))
        })
      )
      assert.deepStrictEqual(steps, [...ids.toSorted(), "digest saved"])
    }))

  story("sent to an address that owes the same event already is written down, and not sent again", ({ sent }) =>
    Effect.gen(function*() {
      const elsewhere = { url: "https://hook.example/elsewhere" }
      yield* settings({ target: elsewhere })
      const tasks = yield* TaskRepository
      const { id } = yield* dueTask({ notifications: [hook] })
      const stored = Option.getOrThrow(yield* tasks.find(id))
      yield* tasks.save({ ...stored, channels: stored.channels.map((channel) => ({ ...channel, disabledReason: "410 Gone" })) })
      yield* settleRuns([judged(yield* claimOne(), met)])
      yield* settings()
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      for (const _ of [1, 2, 3]) {
        yield* digest
        yield* TestClock.adjust("2 minutes")
      }
      assert.deepStrictEqual(sent.map(({ to }) => to), [address])
      const rows = yield* deliveriesOf(id)
      assert.sameDeepMembers(rows.map(({ channelOf, status }) => [channelOf, status]), [["account", "sent"], ["task", "skipped"]])
    }))

  story("that breaks before it is sent is a try that shows, and is made again", ({ sent, within }) =>
    Effect.gen(function*() {
      const task = yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      const broken = notifiersOf({
        ...(yield* Notifiers).get(webhook)!,
        address: () => {
          throw new Error("no address is expected")
        }
      })
      yield* within(Effect.provideService(digest, Notifiers, broken))
      const [waiting] = yield* deliveriesOf(task.id)
      assert.deepInclude(waiting, { status: "pending", attempts: 1 })
      assert.include(waiting?.lastError, "unexpected reason")
      yield* TestClock.adjust("10 seconds")
      yield* digest
      assert.lengthOf(sent, 1)
    }))

  story("of a worker that died is sent by another, under the same id", ({ sent }) =>
    Effect.gen(function*() {
      yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      const [lost] = yield* claimDigests({ kind: webhook, limit: 5, worker: "dead" })
      assert.strictEqual(yield* digest, 0)
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual(yield* digest, 1)
      // The dead one comes back and tells again: under the same id, and changes nothing any more.
      yield* tryDigest(lost!)
      assert.lengthOf(new Set(sent.map(({ digestId }) => digestId)), 1)
      assert.strictEqual(yield* digest, 0)
    }))

  /** Tries a digest, and owes one more by its channel after its members were read and before the outcome is stored. */
  const tryWhileOneJoins = Effect.fnUntraced(function*(claimed: Effect.Success<ReturnType<typeof claimDigests>>[number]) {
    const digests = yield* DigestRepository
    let late: ReadonlyArray<Delivery> = []
    let looks = 0
    yield* tryDigest(claimed).pipe(Effect.provideService(DigestRepository, {
      ...digests,
      members: (id) =>
        Effect.tap(digests.members(id), () =>
          looks++ > 0
            ? Effect.void
            : Effect.asVoid(Effect.flatMap(Effect.orDie(told([])), ({ id }) => Effect.map(deliveriesOf(id), (rows) => { late = rows }))))
    }))
    return late[0]!
  })

  story("leaves what joins while it is being sent for the next", ({ sent }) =>
    Effect.gen(function*() {
      yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      const [claimed] = yield* claimDigests({ kind: webhook, limit: 5, worker: "a" })
      const late = yield* tryWhileOneJoins(claimed!)
      assert.lengthOf(sent[0]!.messages, 1)
      const [waiting] = yield* deliveriesOf(late.taskId)
      assert.strictEqual(at(waiting), "2026-01-06T08:00:00.000Z")
      assert.notStrictEqual(waiting?.digestId, claimed!.id)
    }))

  story("that is put off takes along what joined while it was being sent", ({ failures, sent }) =>
    Effect.gen(function*() {
      const first = yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      failures.push(deferred())
      const [claimed] = yield* claimDigests({ kind: webhook, limit: 5, worker: "a" })
      const late = yield* tryWhileOneJoins(claimed!)
      const [waiting] = yield* deliveriesOf(first.id)
      assert.strictEqual(at((yield* deliveriesOf(late.taskId))[0]), at(waiting))
      yield* TestClock.adjust("2 minutes")
      yield* digest
      assert.deepStrictEqual(sent.map(({ messages }) => messages.length), [1, 2])
    }))

  story("refused by a target that is gone switches its channel off, unless that points elsewhere by now", ({ failures, sent }) =>
    Effect.gen(function*() {
      const channelNow = AccountChannels.use(({ find }) => Effect.map(find(owner, webhook), Option.getOrThrow))
      yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      failures.push(rejected(true))
      yield* digest
      assert.deepInclude(yield* channelNow, { enabled: true, disabledReason: "410 Gone" })
      const later = yield* told([])
      yield* TestClock.adjust("26 hours")
      yield* digest
      assert.deepInclude((yield* deliveriesOf(later.id))[0], { status: "skipped", lastError: "410 Gone" })
      assert.lengthOf(sent, 1)
    }))

  story("that gathers for a target that has gone meanwhile is told by another channel", ({ failures, sent, within }) =>
    Effect.gen(function*() {
      const mailbox = makeMailbox({ signed: false, deduplicates: false })
      const other = { ...mailbox.notifier, kind: ChannelKind.make("email") }
      const both = notifiersOf((yield* Notifiers).get(webhook)!, other)
      yield* told([])
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      failures.push(rejected(true))
      const [claimed] = yield* claimDigests({ kind: webhook, limit: 5, worker: "a" })
      const late = yield* tryWhileOneJoins(claimed!)
      yield* settings({ kind: other.kind, target: { box: "default@example.com" }, secrets: [], digest: noDigest, events: [] })
      yield* TestClock.adjust("26 hours")
      yield* within(Effect.provideService(digest, Notifiers, both))
      const [skipped, word, ...more] = yield* deliveriesOf(late.taskId)
      assert.deepInclude(skipped, { event: "condition_met", status: "skipped", lastError: "410 Gone" })
      assert.deepInclude(word, { event: "delivery_failed", kind: other.kind, status: "pending" })
      assert.isEmpty(more)
      assert.lengthOf(sent, 1)
    }))

  story("says nothing of a task that is gone, and nothing at all when all are", ({ sent }) =>
    Effect.gen(function*() {
      const gone = yield* told([])
      const left = yield* told([])
      yield* deleteTask(owner, gone.id)
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      yield* digest
      assert.deepStrictEqual(sent.map(({ messages }) => messages.map(({ taskId }) => taskId)), [[left.id]])
      const alone = yield* told([])
      yield* deleteTask(owner, alone.id)
      yield* TestClock.setTime(Date.UTC(2026, 0, 6, 8))
      assert.strictEqual(yield* digest, 1)
      assert.lengthOf(sent, 1)
    }))
})

describe("the settings of a digest", () => {
  story("switched off, what has gathered is told at once", ({ sent }) =>
    Effect.gen(function*() {
      yield* told([])
      yield* saveAccountChannel({ userId: owner, kind: webhook, digest: { ...daily, frequency: "none" } })
      yield* digest
      assert.lengthOf(sent, 1)
      const task = yield* told([])
      assert.deepInclude((yield* deliveriesOf(task.id))[0], { digestId: null })
      assert.strictEqual(yield* deliver, 1)
    }))

  story("changed, what has gathered is told at the new time", ({ sent }) =>
    Effect.gen(function*() {
      const task = yield* told([])
      yield* saveAccountChannel({ userId: owner, kind: webhook, digest: { frequency: "weekly", time: "18:30", timezone: "America/New_York" } })
      assert.strictEqual(at((yield* deliveriesOf(task.id))[0]), "2026-01-05T23:30:00.000Z")
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      assert.strictEqual(yield* digest, 0)
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 23, 30))
      assert.strictEqual(yield* digest, 1)
      assert.lengthOf(sent, 1)
    }))

  story("a channel that is switched off meanwhile sends nothing, and the send log says why", ({ sent }) =>
    Effect.gen(function*() {
      const task = yield* told([])
      yield* saveAccountChannel({ userId: owner, kind: webhook, enabled: false })
      yield* digest
      assert.isEmpty(sent)
      assert.deepInclude((yield* deliveriesOf(task.id))[0], {
        status: "skipped",
        lastError: `The account's default channel "webhook" is switched off.`
      })
    }))

  story("a task's own channel does not gather", ({ sent }) =>
    Effect.gen(function*() {
      yield* told()
      assert.strictEqual(yield* deliver, 1)
      assert.isEmpty(sent)
    }))

  it.effect("a channel that cannot gather sends each message by itself", () =>
    Effect.gen(function*() {
      yield* settings()
      yield* told([])
      assert.strictEqual(yield* deliver, 1)
    }).pipe(Effect.provide(installation)))

  story("a reader who unsubscribed from a task is not told of it among others", ({ sent, within }) =>
    Effect.gen(function*() {
      const ended = yield* told([])
      const left = yield* told([])
      const consents = yield* ConsentRepository
      const now = yield* DateTime.now
      yield* consents.verify({ userId: owner, kind: webhook, address, verifiedAt: now })
      yield* consents.optOut({ userId: owner, kind: webhook, address, taskId: ended.id, createdAt: now })
      const notifier = (yield* Notifiers).get(webhook)!
      const consenting = notifiersOf({ ...notifier, consent: { sendCode: () => Effect.die("not here") } })
      yield* TestClock.setTime(Date.UTC(2026, 0, 5, 8))
      yield* within(Effect.provideService(digest, Notifiers, consenting))
      assert.deepStrictEqual(sent.map(({ messages }) => messages.map(({ taskId }) => taskId)), [[left.id]])
      assert.deepInclude((yield* deliveriesOf(ended.id))[0], { status: "skipped", lastError: `${address} has unsubscribed from this task.` })
    }))
})
