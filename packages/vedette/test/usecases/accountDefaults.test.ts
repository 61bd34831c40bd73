import { type AccountChannel, AccountChannels, ChannelKind, SearchMisconfigured, Secrets } from "@vedette/domain"
import { RecordingNotifier, ScriptedSearch } from "@vedette/testkit/fakes"
import { anAccountChannel } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import { deferred, deliver, only, rejected, told, webhook } from "./delivering.ts"
import { deliveriesOf, dueTask, installation, owner, query, work } from "./installation.ts"

const target = { url: "https://hook.example/default" }

/** The owner's default webhook, with something changed. */
const givenDefault = Effect.fn(function*(changes: Partial<AccountChannel> = {}) {
  const sealed = yield* (yield* Secrets).seal("whsec_default")
  const secrets = [{ sealed, issuedAt: yield* DateTime.now, validUntil: null }]
  yield* (yield* AccountChannels).save(anAccountChannel({ userId: owner, target, secrets, ...changes }))
})

/** What is owed by it for a task that has just decided to tell and has no channels. */
const owed = Effect.fn(function*(changes: Partial<AccountChannel>) {
  yield* givenDefault(changes)
  return yield* deliveriesOf((yield* told([])).id)
})

describe("the account's default channels", () => {
  it.effect("tell of a task that has no channels of its own", () =>
    Effect.gen(function*() {
      const [delivery] = yield* owed({})
      assert.deepInclude(delivery, { channelOf: "account", kind: webhook, target, address: target.url, status: "pending" })
      yield* deliver
      assert.deepInclude((yield* RecordingNotifier.use(({ told }) => told))[0], {
        address: target.url,
        secrets: ["whsec_default"]
      })
    }).pipe(Effect.provide(installation)))

  it.effect("are not used beside a task's own", () =>
    Effect.gen(function*() {
      yield* givenDefault()
      assert.deepInclude(yield* only((yield* told()).id), { channelOf: "task", address: "https://hook.example/a" })
    }).pipe(Effect.provide(installation)))

  it.effect("owe nothing while they are switched off, nor for an event that was not chosen", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* owed({ enabled: false }), [])
      assert.deepStrictEqual(yield* owed({ events: ["health_changed"] }), [])
      assert.deepStrictEqual(yield* owed({ events: [] }), [])
    }).pipe(Effect.provide(installation)))

  it.effect("owe an event that was chosen and no other", () =>
    Effect.gen(function*() {
      yield* givenDefault({ events: ["health_changed"] })
      yield* ScriptedSearch.use(({ script }) => script(query, new SearchMisconfigured({ message: "The page is gone." })))
      const task = yield* dueTask({ notifications: [] })
      for (let run = 0; run < 40; run++) {
        yield* work
        yield* TestClock.adjust("6 hours")
      }
      const events = (yield* deliveriesOf(task.id)).map(({ event }) => event)
      assert.isNotEmpty(events)
      assert.deepStrictEqual([...new Set(events)], ["health_changed"])
    }).pipe(Effect.provide(installation)))

  it.effect("pointed elsewhere while something is owed, it goes there; switched off, it is skipped and says so", () =>
    Effect.gen(function*() {
      const { failNext, tries } = yield* RecordingNotifier
      yield* givenDefault()
      const task = yield* told([])
      yield* failNext(deferred())
      yield* deliver
      assert.deepInclude(yield* only(task.id), { status: "pending" })
      yield* givenDefault({ target: { url: "https://hook.example/moved" }, enabled: false })
      yield* TestClock.adjust("10 seconds")
      yield* deliver
      assert.deepInclude(yield* only(task.id), {
        status: "skipped",
        lastError: `The account's default channel "webhook" is switched off.`
      })
      assert.lengthOf(yield* tries, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("a target that is gone switches the default off, and what comes later says why it was not sent", () =>
    Effect.gen(function*() {
      const channels = yield* AccountChannels
      yield* givenDefault()
      yield* RecordingNotifier.use(({ failNext }) => failNext(rejected(true)))
      yield* told([])
      yield* deliver
      const { disabledReason } = Option.getOrThrow(yield* channels.find(owner, webhook))
      assert.isNotNull(disabledReason)
      assert.deepInclude(yield* only((yield* told([])).id), { status: "skipped", lastError: disabledReason })
    }).pipe(Effect.provide(installation)))

  it.effect("of a kind that this server does not have are skipped with that reason", () =>
    Effect.gen(function*() {
      const [delivery] = yield* owed({ kind: ChannelKind.make("pigeon") })
      assert.deepInclude(delivery, { status: "skipped", lastError: `This server has no channel "pigeon".` })
    }).pipe(Effect.provide(installation)))
})
