import { assert, describe, it } from "@effect/vitest"
import { ChannelKind, DeliveryDeferred, NotifierError, Notifiers } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import { notifierContract } from "../src/contracts/notifierContract.ts"
import { NotifierSubject } from "../src/contracts/NotifierSubject.ts"
import { RecordingNotifier } from "../src/fakes/RecordingNotifier.ts"
import { outgoingMessage } from "../src/fixtures/outgoingMessage.ts"

const deferred = (message: string) =>
  new DeliveryDeferred({ message, httpStatus: 503, responseExcerpt: null, retryAfterMs: null })

const subject = Layer.effect(
  NotifierSubject,
  Effect.gen(function*() {
    const recording = yield* RecordingNotifier
    return NotifierSubject.of({
      notifier: recording.notifier,
      receiver: {
        behave: (how) => recording.failAlways(how === "accept" ? null : deferred(`The target would ${how} it.`)),
        received: Effect.map(recording.tries, (tries) =>
          tries.flatMap(({ deliveryId, failure, message, secrets }) =>
            failure?._tag === "ChannelUnconfigured" ? [] : [{
              deliveryId,
              text: message.answer,
              isSignedBy: (secret: string) => secrets.includes(secret)
            }]
          )),
        redirected: Ref.get(yield* Ref.make(0))
      },
      target: { url: " https://hooks.example/a " },
      otherTarget: { url: "https://hooks.example/b" },
      concealed: [],
      refused: [{ target: {}, message: "A URL is required." }],
      secrets: ["first secret", "second secret"]
    })
  })
).pipe(Layer.provide(RecordingNotifier.layer()))

notifierContract("recording", { signed: true, deduplicates: false, configured: true }, subject)

describe("RecordingNotifier", () => {
  it.effect("records every try, and apart from them what was told", () =>
    Effect.gen(function*() {
      const recording = yield* RecordingNotifier
      const notifier = (yield* Notifiers).get(ChannelKind.make("webhook"))!
      const now = DateTime.makeUnsafe(0)
      const send = (n: number) =>
        notifier.deliver(outgoingMessage(n), { url: "https://hooks.example/a" }, { secrets: ["s"], now })
      yield* recording.failNext(deferred("Once."), deferred("Twice."))
      assert.instanceOf(yield* Effect.flip(send(1)), NotifierError)
      assert.strictEqual((yield* Effect.flip(send(1))).message, "Twice.")
      yield* send(1)
      yield* send(2)
      const tries = yield* recording.tries
      assert.deepStrictEqual(tries.map(({ failure }) => failure?.message ?? null), ["Once.", "Twice.", null, null])
      const told = (yield* recording.told).map(({ deliveryId }) => deliveryId)
      assert.deepStrictEqual(told, [outgoingMessage(1).deliveryId, outgoingMessage(2).deliveryId])
    }).pipe(Effect.provide(RecordingNotifier.layer())))
})
