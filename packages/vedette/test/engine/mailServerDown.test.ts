import {
  ChannelKind,
  DeliveryDeferred,
  type Notifier,
  NotifierError,
  Notifiers,
  notifiersOf,
  Outbox,
  settleRuns
} from "@vedette/domain"
import { RecordingNotifier } from "@vedette/testkit/fakes"
import { assert, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { TestClock } from "effect/testing"
import { startEngine } from "../../src/engine/Engine.ts"
import { claimOne, deliveriesOf, dueTask, hook, installation, judged, met } from "../usecases/installation.ts"

const down = (message: string) =>
  new DeliveryDeferred({ message, httpStatus: null, responseExcerpt: null, retryAfterMs: null })

it.effect("a mail server that is down, and takes its time to say so, changes nothing for a webhook that is back after 20 minutes", () =>
  Effect.gen(function*() {
    const recorder = yield* RecordingNotifier
    const mail: Notifier = {
      ...recorder.notifier,
      kind: ChannelKind.make("mail"),
      deliver: () =>
        Effect.andThen(Effect.sleep("14 seconds"), Effect.fail(new NotifierError({ reason: down("The mail server took too long") })))
    }
    yield* Effect.gen(function*() {
      yield* recorder.failAlways(down("Service Unavailable"))
      const task = yield* dueTask({ notifications: [hook, { type: "mail", target: { url: "https://mail.example/ada" } }] })
      yield* settleRuns([judged(yield* claimOne(), met)])
      const scope = yield* Scope.make()
      yield* Scope.provide(startEngine, scope)
      const pass = (minutes: number) =>
        Effect.forEach(Array.from({ length: minutes * 6 }), () => TestClock.adjust("10 seconds"), { discard: true })
      yield* pass(20)
      yield* recorder.failAlways(null)
      yield* pass(20)
      const rows = yield* deliveriesOf(task.id)
      const webhook = rows.find(({ kind }) => kind === "webhook")
      const letter = rows.find(({ kind }) => kind === "mail")
      assert.deepInclude(webhook, { status: "sent", attempts: 4 })
      assert.deepInclude(letter, { status: "pending", lastError: "The mail server took too long" })
      // Its own ladder: at once, 5 s, 5 min, 30 min, give or take 10 % and the engine's look around.
      const started = (yield* (yield* Outbox).attempts(webhook!.id)).map(({ startedAt }) => startedAt.epochMilliseconds)
      const pauses = started.slice(1).map((at, i) => Duration.toSeconds(Duration.millis(at - started[i]!)))
      for (const [i, step] of [5, 300, 1_800].entries()) {
        assert.isTrue(pauses[i]! >= step * 0.9 && pauses[i]! <= step * 1.1 + 10, `${pauses[i]} s is not about ${step} s`)
      }
      assert.strictEqual(new Set((yield* recorder.tries).map(({ deliveryId }) => deliveryId)).size, 1)
      yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* TestClock.adjust("1 minute")
    }).pipe(Effect.provideService(Notifiers, notifiersOf(recorder.notifier, mail)))
  }).pipe(Effect.provide(installation)))
