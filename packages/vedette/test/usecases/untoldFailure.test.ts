import {
  AccountChannels,
  ChannelKind,
  ChannelUnconfigured,
  claimDeliveries,
  claimDigests,
  ConsentRepository,
  type Notifier,
  NotifierError,
  Notifiers,
  notifiersOf,
  resendDelivery,
  tryDelivery,
  tryDigest
} from "@vedette/domain"
import { makeMailbox, RecordingNotifier } from "@vedette/testkit/fakes"
import { anAccountChannel } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { rejected, told, webhook } from "./delivering.ts"
import { deliveriesOf, hook, installation, owner } from "./installation.ts"

const email = ChannelKind.make("email")
const pager = ChannelKind.make("pager")
const address = "owner@example.com"

const consent: Notifier["consent"] = { sendCode: () => Effect.die("not here") }
const refusing = (reason: NotifierError["reason"]): Partial<Notifier> => ({
  deliver: () => Effect.fail(new NotifierError({ reason }))
})
const unconfigured = refusing(new ChannelUnconfigured({ message: "no mail server" }))

const toTheEnd = Effect.forEach(Array.from({ length: 6 }), () =>
  Effect.gen(function*() {
    for (const kind of [webhook, email, pager]) {
      const worker = "worker-1"
      yield* Effect.forEach(yield* claimDeliveries({ kind, limit: 10, worker }), tryDelivery, { discard: true })
      yield* Effect.forEach(yield* claimDigests({ kind, limit: 10, worker }), tryDigest, { discard: true })
    }
    yield* TestClock.adjust("27 hours")
  }))

const logOf = (taskId: Parameters<typeof deliveriesOf>[0]) =>
  Effect.map(deliveriesOf(taskId), (rows) => rows.map(({ event, kind, status }) => `${event} ${kind} ${status}`))

interface Others {
  readonly mail: Partial<Notifier> | null
  readonly page?: Partial<Notifier>
  readonly gathers?: boolean
}

/** A task whose webhook is gone; the account's defaults are the mails, which come first, and a pager. */
const goneWith = ({ gathers = false, mail, page = {} }: Others) =>
  Effect.gen(function*() {
    const recorder = yield* RecordingNotifier
    const letters = makeMailbox({ signed: false, deduplicates: false, digests: gathers })
    const beeps = makeMailbox({ signed: false, deduplicates: false })
    const notifiers = notifiersOf(
      recorder.notifier,
      { ...beeps.notifier, kind: pager, ...page },
      ...(mail === null ? [] : [{ ...letters.notifier, kind: email, ...mail }])
    )
    const channels = yield* AccountChannels
    const some = { userId: owner, secrets: [], events: [] }
    const { digest } = anAccountChannel()
    yield* channels.save(anAccountChannel({
      ...some,
      kind: email,
      target: { box: address },
      digest: gathers ? { ...digest, frequency: "daily" } : digest
    }))
    yield* channels.save(anAccountChannel({ ...some, kind: pager, target: { box: "pocket" } }))
    yield* recorder.failAlways(rejected(true))
    const within = Effect.provideService(Notifiers, notifiers)
    const task = yield* within(told([hook]))
    yield* within(toTheEnd)
    return { task, within, letters: yield* letters.receiver.received, beeps: beeps.receiver.received }
  })

const passedOn = ["condition_met webhook failed", "delivery_failed email skipped", "delivery_failed pager sent"]

const story = <E>(name: string, test: Effect.Effect<void, E, Effect.Services<ReturnType<typeof goneWith>>>) =>
  it.effect(name, () => Effect.provide(test, installation))

describe("the word of a failure, by a channel that cannot tell", () => {
  story("not verified, it goes on by the next one, once, and is of the alert still", Effect.gen(function*() {
    const { beeps, letters, task } = yield* goneWith({ mail: { consent } })
    assert.deepStrictEqual(yield* logOf(task.id), passedOn)
    assert.isEmpty(letters)
    const [beep, ...more] = yield* beeps
    assert.isEmpty(more)
    assert.include(beep?.text, "Your webhook channel https://hook.example/a did not take an alert")
  }))

  story("unsubscribed from, the same", Effect.gen(function*() {
    const consents = yield* ConsentRepository
    const now = yield* DateTime.now
    yield* consents.verify({ userId: owner, kind: email, address, verifiedAt: now })
    yield* consents.optOut({ userId: owner, kind: email, address, taskId: null, createdAt: now })
    const { beeps, letters, task } = yield* goneWith({ mail: { consent } })
    assert.deepStrictEqual(yield* logOf(task.id), passedOn)
    assert.isEmpty(letters)
    assert.lengthOf(yield* beeps, 1)
  }))

  story("not set up on this server, the same", Effect.gen(function*() {
    const { beeps, task } = yield* goneWith({ mail: unconfigured })
    assert.deepStrictEqual(yield* logOf(task.id), passedOn)
    assert.lengthOf(yield* beeps, 1)
  }))

  story("gathered into a digest that cannot be sent, the same", Effect.gen(function*() {
    const { beeps, task } = yield* goneWith({ mail: { consent }, gathers: true })
    assert.deepStrictEqual(yield* logOf(task.id), passedOn)
    assert.lengthOf(yield* beeps, 1)
  }))

  story("given up by it, the same", Effect.gen(function*() {
    const { beeps, task } = yield* goneWith({ mail: refusing(rejected(false)) })
    assert.deepStrictEqual(yield* logOf(task.id), ["condition_met webhook failed", "delivery_failed email failed", "delivery_failed pager sent"])
    assert.lengthOf(yield* beeps, 1)
  }))

  story("unknown to this server, it is passed over", Effect.gen(function*() {
    const { beeps, task } = yield* goneWith({ mail: null })
    assert.deepStrictEqual(yield* logOf(task.id), ["condition_met webhook failed", "delivery_failed pager sent"])
    assert.lengthOf(yield* beeps, 1)
  }))

  story("put back by hand and skipped again, the next one does not tell a second time", Effect.gen(function*() {
    const { beeps, task, within } = yield* goneWith({ mail: { consent } })
    const skipped = (yield* deliveriesOf(task.id)).find(({ kind }) => kind === email)
    yield* resendDelivery(owner, skipped!.id)
    yield* within(toTheEnd)
    assert.deepStrictEqual(yield* logOf(task.id), passedOn)
    assert.lengthOf(yield* beeps, 1)
  }))

  story("where none can tell, each is asked once and nothing goes round", Effect.gen(function*() {
    const { task, within } = yield* goneWith({ mail: { consent }, page: unconfigured })
    yield* within(toTheEnd)
    assert.deepStrictEqual(yield* logOf(task.id), [
      "condition_met webhook failed",
      "delivery_failed email skipped",
      "delivery_failed pager skipped"
    ])
  }))
})
