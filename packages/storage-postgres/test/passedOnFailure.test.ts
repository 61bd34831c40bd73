import {
  AccountChannels,
  ChannelKind,
  ChannelUnconfigured,
  claimDeliveries,
  claimDigests,
  claimRuns,
  createTask,
  DigestRepository,
  freshId,
  type NotifierReason,
  Notifiers,
  NotifierError,
  notifiersOf,
  Outbox,
  settleRuns,
  TargetRejected,
  tryDelivery,
  tryDigest,
  UnitOfWork,
  type UserId
} from "@vedette/domain"
import { makeMailbox, RecordingNotifier, ScriptedSearch, TestSecrets } from "@vedette/testkit/fakes"
import { aJudgement, anAccountChannel } from "@vedette/testkit/fixtures"
import { assert, layer } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { testStorage } from "./testStorage.ts"

const webhook = ChannelKind.make("webhook")
const email = ChannelKind.make("email")
const pager = ChannelKind.make("pager")
const worker = "worker-1"

const rejected = (gone: boolean) => new TargetRejected({ message: "410 Gone", httpStatus: 410, responseExcerpt: null, gone })
const unconfigured = new ChannelUnconfigured({ message: "no mail server" })

/**
 * A new owner's task has told, by a webhook that is gone; the account's mail, which comes next, fails for this reason, and its pager works. What
 * the log of its sends says in the end, and how often the pager was told.
 */
const passedOn = Effect.fnUntraced(function*(mail: NotifierReason, frequency: "none" | "daily") {
  const userId = yield* freshId<UserId>()
  const recorder = yield* RecordingNotifier
  const letters = makeMailbox({ signed: false, deduplicates: false, digests: frequency !== "none" })
  const beeps = makeMailbox({ signed: false, deduplicates: false })
  const refuse = () => Effect.fail(new NotifierError({ reason: mail }))
  const notifiers = notifiersOf(
    recorder.notifier,
    { ...letters.notifier, kind: email, deliver: refuse, ...(frequency === "none" ? {} : { deliverDigest: refuse }) },
    { ...beeps.notifier, kind: pager }
  )
  const channels = yield* AccountChannels
  const { digest } = anAccountChannel()
  const some = { userId, secrets: [], events: [] }
  yield* channels.save(anAccountChannel({ ...some, kind: email, target: { box: "owner" }, digest: { ...digest, frequency } }))
  yield* channels.save(anAccountChannel({ ...some, kind: pager, target: { box: "pocket" } }))
  yield* recorder.failAlways(rejected(true))
  return yield* Effect.gen(function*() {
    const notifications = [{ type: "webhook", target: { url: "https://hook.example/a" } }]
    const { task } = yield* createTask({ userId, searchQuery: "https://shop.example/kettle", notifications, runImmediately: true })
    const { runs } = yield* claimRuns({ limit: 10, lease: Duration.seconds(30), worker })
    yield* settleRuns(runs.map((run) => ({ run, outcome: { _tag: "Judged", judgement: aJudgement() } })))
    const now = yield* (yield* UnitOfWork).now
    for (const _ of [1, 2, 3, 4]) {
      // Nobody waits for the next morning here.
      yield* (yield* DigestRepository).move(userId, email, now)
      for (const kind of [webhook, email, pager]) {
        yield* Effect.forEach(yield* claimDeliveries({ kind, limit: 10, worker }), tryDelivery, { discard: true })
        yield* Effect.forEach(yield* claimDigests({ kind, limit: 10, worker }), tryDigest, { discard: true })
      }
    }
    const sends = yield* Outbox.use((outbox) =>
      outbox.deliveries({ userId, taskId: task.id, executionId: null, kind: null, limit: 100, offset: 0 }))
    return {
      log: sends.toReversed().map(({ event, kind, status }) => `${event} ${kind} ${status}`),
      beeps: yield* beeps.receiver.received
    }
  }).pipe(Effect.provideService(Notifiers, notifiers))
})

const installation = Layer.mergeAll(testStorage, RecordingNotifier.layer(), ScriptedSearch.layer, TestSecrets.layer)

layer(installation, { excludeTestServices: true })("the word of a failure goes on to a third channel", (it) => {
  it.effect.each<[string, NotifierReason, "none" | "daily", string]>([
    ["that was not set up", unconfigured, "none", "skipped"],
    ["that refused it", rejected(false), "none", "failed"],
    ["whose digest was not set up", unconfigured, "daily", "skipped"],
    ["whose digest was refused", rejected(false), "daily", "failed"]
  ])("from one %s, once, and is of the alert still", ([, reason, frequency, status]) =>
    Effect.gen(function*() {
      const { beeps, log } = yield* passedOn(reason, frequency)
      assert.deepStrictEqual(log, ["condition_met webhook failed", `delivery_failed email ${status}`, "delivery_failed pager sent"])
      assert.lengthOf(beeps, 1)
      assert.include(beeps[0]?.text, "Your webhook channel https://hook.example/a did not take an alert")
    }))
})
