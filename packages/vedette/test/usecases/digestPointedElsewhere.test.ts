import {
  AccountChannels,
  ChannelKind,
  claimDigests,
  noDigest,
  Notifiers,
  notifiersOf,
  NotifierError,
  Outbox,
  settleRuns,
  TaskRepository,
  tryDigest
} from "@vedette/domain"
import { makeMailbox, RecordingNotifier } from "@vedette/testkit/fakes"
import { anAccountChannel } from "@vedette/testkit/fixtures"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import { rejected, webhook } from "./delivering.ts"
import { claimOne, deliveriesOf, dueTask, installation, judged, met, owner, stored } from "./installation.ts"

/** Its receiver knows it by its token. */
const hook = { type: "webhook", target: { url: "https://hook.example/a?token=s3cret" } }
const elsewhere = { url: "https://hook.example/elsewhere" }

const save = (changes: Parameters<typeof anAccountChannel>[0]) =>
  AccountChannels.use((channels) => channels.save(anAccountChannel({ userId: owner, ...changes })))

const gathers = { digest: { frequency: "daily", time: "09:00", timezone: "UTC" } } as const

const mail = { ...makeMailbox({ signed: false, deduplicates: false }).notifier, kind: ChannelKind.make("email") }

it.effect("a digest pointed where its alert is owed already, and not wanted there: the word is of that address, which is switched off", () =>
  Effect.gen(function*() {
    const { notifier } = yield* RecordingNotifier
    const refusing = { ...notifier, deliverDigest: () => Effect.fail(new NotifierError({ reason: rejected(true) })) }
    yield* Effect.gen(function*() {
      yield* save({ kind: mail.kind, target: { box: "me@example.com" }, secrets: [], digest: noDigest, events: [] })
      yield* save({ ...gathers, target: elsewhere })
      const { id } = yield* dueTask({ notifications: [hook] })
      const tasks = yield* TaskRepository
      const task = yield* stored(id)
      yield* tasks.save({ ...task, channels: task.channels.map((channel) => ({ ...channel, disabledReason: "404 Not Found" })) })
      yield* settleRuns([judged(yield* claimOne(), met)])
      yield* save({ ...gathers, target: hook.target })
      yield* TestClock.adjust("1 day")
      yield* Effect.forEach(yield* claimDigests({ kind: webhook, limit: 5, worker: "a" }), tryDigest)

      const rows = yield* deliveriesOf(id)
      assert.sameDeepMembers(rows.map((row) => [row.event, row.kind, row.status, row.address]), [
        ["condition_met", webhook, "skipped", hook.target.url],
        ["condition_met", webhook, "failed", elsewhere.url],
        ["delivery_failed", mail.kind, "pending", "me@example.com"]
      ])
      const word = rows.find(({ event }) => event === "delivery_failed")
      const said = Option.getOrThrow(yield* Outbox.use((outbox) => outbox.notification(word!.notificationId)))
      assert.include(said.message.answer, "Your webhook channel https://hook.example/a?… did not take an alert")
      assert.notInclude(JSON.stringify(said.message), "s3cret", "others may read along where it goes")
      const channel = Option.getOrThrow(yield* AccountChannels.use((channels) => channels.find(owner, webhook)))
      assert.deepInclude(channel, { target: hook.target, disabledReason: "410 Gone" })
    }).pipe(Effect.provideService(Notifiers, notifiersOf(refusing, mail)))
  }).pipe(Effect.provide(installation)))
