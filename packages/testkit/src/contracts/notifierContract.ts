import type { ChannelTarget, Notifier } from "@vedette/domain"
import { DigestId, NotifierError } from "@vedette/domain"
import { assert, layer } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { outgoingMessage } from "../fixtures/outgoingMessage.ts"
import { type Law, registerLaws } from "../Law.ts"
import { type NotifierProfile, NotifierSubject, type Receiver } from "./NotifierSubject.ts"

type NotifierLaw = Law<NotifierSubject>
type Subject = NotifierSubject["Service"]

const now = DateTime.makeUnsafe("2026-11-21T09:31:00Z")

const law = (name: string, check: (subject: Subject) => Effect.Effect<void, unknown>): NotifierLaw => ({
  name,
  check: Effect.flatMap(NotifierSubject, check)
})

interface Sending extends Omit<Subject, "receiver"> {
  readonly receiver: Receiver
  readonly normal: ChannelTarget
  readonly send: (n: number, secrets?: ReadonlyArray<string>) => ReturnType<Notifier["deliver"]>
}

/** A law about sending: with an accepting receiver, the target in normal form, and one current secret if the channel signs. */
const sendingLaw = (name: string, check: (sending: Sending) => Effect.Effect<void, unknown>): NotifierLaw =>
  law(name, (subject) =>
    Effect.gen(function*() {
      const { notifier, receiver } = subject
      if (receiver === null) return assert.fail("The profile says configured, but the subject has no receiver.")
      yield* receiver.behave("accept")
      const normal = yield* notifier.checkTarget(subject.target)
      const current = notifier.capabilities.signed ? [subject.secrets[0]] : []
      yield* check({
        ...subject,
        receiver,
        normal,
        send: (n, secrets = current) => notifier.deliver(outgoingMessage(n), normal, { secrets, now })
      })
    }))

/** What arrives while `effect` runs. */
const arriving = Effect.fnUntraced(function*<A, E>(receiver: Receiver, effect: Effect.Effect<A, E>) {
  const before = (yield* receiver.received).length
  const result = yield* effect
  return { result, arrived: (yield* receiver.received).slice(before) }
})

const everyChannel = (profile: NotifierProfile): ReadonlyArray<NotifierLaw> => [
  law("the adapter declares the capabilities that selected these laws", ({ notifier, receiver }) =>
    Effect.sync(() => {
      assert.strictEqual(notifier.capabilities.signed, profile.signed)
      assert.strictEqual(notifier.capabilities.deduplicates, profile.deduplicates)
      assert.strictEqual(receiver !== null, profile.configured)
      assert.strictEqual(notifier.deliverDigest !== undefined, profile.digests ?? false)
      assert.strictEqual(notifier.consent !== undefined, profile.consents ?? false)
    })),

  law("the normal form of a target is its own normal form", ({ notifier, otherTarget, target }) =>
    Effect.gen(function*() {
      for (const typed of [target, otherTarget]) {
        const normal = yield* notifier.checkTarget(typed)
        assert.deepStrictEqual(yield* notifier.checkTarget(normal), normal)
      }
    })),

  law("an unusable target is refused in words for the person who typed it", ({ notifier, refused }) =>
    Effect.gen(function*() {
      assert.isNotEmpty(refused)
      for (const { message, target } of refused) {
        const error = yield* Effect.flip(notifier.checkTarget(target))
        assert.strictEqual(error._tag, "InvalidTarget")
        assert.strictEqual(error.message, message)
      }
    })),

  law("an address tells two targets apart and shows nothing concealed", (subject) =>
    Effect.gen(function*() {
      const { notifier } = subject
      const address = notifier.address(yield* notifier.checkTarget(subject.target))
      const again = notifier.address(yield* notifier.checkTarget(subject.target))
      const other = notifier.address(yield* notifier.checkTarget(subject.otherTarget))
      assert.isNotEmpty(address)
      assert.strictEqual(address, again)
      assert.notStrictEqual(address, other)
      for (const hidden of subject.concealed) assert.notInclude(address, hidden)
    }))
]

const configuredChannel: ReadonlyArray<NotifierLaw> = [
  sendingLaw("a delivery reaches its receiver once and says what is told", ({ receiver, send }) =>
    Effect.gen(function*() {
      const { arrived } = yield* arriving(receiver, send(11))
      assert.lengthOf(arrived, 1)
      assert.include(arrived[0]?.text, outgoingMessage().message.answer)
    })),

  sendingLaw("two deliveries carry two ids", ({ receiver, send }) =>
    Effect.gen(function*() {
      const { arrived: [first, second] } = yield* arriving(receiver, Effect.andThen(send(21), send(22)))
      assert.isNotEmpty(first?.deliveryId)
      assert.isNotEmpty(second?.deliveryId)
      assert.notStrictEqual(first?.deliveryId, second?.deliveryId)
    })),

  sendingLaw("every try of one delivery carries the same id", ({ receiver, send }) =>
    Effect.gen(function*() {
      yield* receiver.behave("refuse")
      const first = yield* arriving(receiver, Effect.flip(send(31)))
      yield* receiver.behave("accept")
      const second = yield* arriving(receiver, send(31))
      assert.isDefined(first.arrived[0])
      assert.strictEqual(second.arrived[0]?.deliveryId, first.arrived[0]?.deliveryId)
    })),

  sendingLaw("one call is one try, whatever comes of it", ({ receiver, send }) =>
    Effect.gen(function*() {
      for (const behaviour of ["refuse", "drop"] as const) {
        yield* receiver.behave(behaviour)
        const { arrived } = yield* arriving(receiver, Effect.exit(send(41)))
        assert.lengthOf(arrived, 1)
      }
    })),

  sendingLaw("a refusal is a NotifierError that may be tried again", ({ receiver, send }) =>
    Effect.gen(function*() {
      yield* receiver.behave("refuse")
      const error = yield* Effect.flip(send(51))
      assert.instanceOf(error, NotifierError)
      assert.isTrue(error.isRetryable)
      assert.isNotEmpty(error.message)
    })),

  sendingLaw("a dropped connection is a NotifierError that may be tried again", ({ receiver, send }) =>
    Effect.gen(function*() {
      yield* receiver.behave("drop")
      const error = yield* Effect.flip(send(61))
      assert.instanceOf(error, NotifierError)
      assert.isTrue(error.isRetryable)
      assert.isNotEmpty(error.message)
    })),

  sendingLaw("a redirect is not followed and is not a success", ({ receiver, send }) =>
    Effect.gen(function*() {
      yield* receiver.behave("redirect")
      const before = yield* receiver.redirected
      assert.instanceOf(yield* Effect.flip(send(71)), NotifierError)
      assert.strictEqual(yield* receiver.redirected, before)
    }))
]

const signing: ReadonlyArray<NotifierLaw> = [
  sendingLaw("a message proves its sender by the current secret and by no other", ({ receiver, secrets, send }) =>
    Effect.gen(function*() {
      const { arrived } = yield* arriving(receiver, send(81, [secrets[0]]))
      assert.isTrue(arrived[0]?.isSignedBy(secrets[0]))
      assert.isFalse(arrived[0]?.isSignedBy(secrets[1]))
    })),

  sendingLaw("while a rotation overlaps, either secret proves the sender", ({ receiver, secrets, send }) =>
    Effect.gen(function*() {
      const { arrived } = yield* arriving(receiver, send(82, secrets))
      assert.isTrue(arrived[0]?.isSignedBy(secrets[0]))
      assert.isTrue(arrived[0]?.isSignedBy(secrets[1]))
    })),

  sendingLaw("without a secret nothing is sent", ({ receiver, send }) =>
    Effect.gen(function*() {
      const { arrived, result } = yield* arriving(receiver, Effect.flip(send(83, [])))
      assert.instanceOf(result, NotifierError)
      assert.isEmpty(arrived)
    })),

  sendingLaw("no secret travels with the message", ({ receiver, secrets, send }) =>
    Effect.gen(function*() {
      const { arrived } = yield* arriving(receiver, send(84, secrets))
      for (const secret of secrets) assert.notInclude(arrived[0]?.text, secret)
    }))
]

const unsigned: ReadonlyArray<NotifierLaw> = [
  sendingLaw("a channel that does not sign makes nothing of a secret", ({ receiver, secrets, send }) =>
    Effect.gen(function*() {
      const { arrived: [message] } = yield* arriving(receiver, send(81, secrets))
      assert.isDefined(message)
      for (const secret of secrets) {
        assert.isFalse(message?.isSignedBy(secret))
        assert.notInclude(message?.text, secret)
      }
    }))
]

const deduplicating: ReadonlyArray<NotifierLaw> = [
  sendingLaw("a delivery sent twice is received once", ({ receiver, send }) =>
    Effect.gen(function*() {
      const { arrived } = yield* arriving(receiver, Effect.andThen(send(91), send(91)))
      assert.lengthOf(arrived, 1)
    }))
]

const repeating: ReadonlyArray<NotifierLaw> = [
  sendingLaw("a delivery sent twice arrives twice and says the same", ({ receiver, send }) =>
    Effect.gen(function*() {
      const { arrived: [first, second, ...more] } = yield* arriving(receiver, Effect.andThen(send(91), send(91)))
      assert.isEmpty(more)
      assert.isDefined(first)
      assert.strictEqual(second?.text, first?.text)
    }))
]

const digesting: ReadonlyArray<NotifierLaw> = [
  sendingLaw("a digest reaches its receiver once, says all that is told, and carries its own id at every try", (subject) =>
    Effect.gen(function*() {
      const { normal, notifier, receiver } = subject
      const messages = ["It costs 289.00 EUR.", "It costs 279.00 EUR."].map((answer) => outgoingMessage(1, { answer }).message)
      const digestId = DigestId.make("019a0000-0000-7000-8000-0000000000d1")
      const settings = { frequency: "daily", time: "09:00", timezone: "UTC" } as const
      const send = Effect.suspend(() =>
        notifier.deliverDigest?.({ digestId, settings, messages }, normal, { now, unsubscribe: null }) ??
          Effect.die(new Error("The profile says digests, but the notifier sends none."))
      )
      yield* receiver.behave("refuse")
      const refused = yield* arriving(receiver, Effect.flip(send))
      assert.isTrue(refused.result.isRetryable)
      yield* receiver.behave("accept")
      const accepted = yield* arriving(receiver, send)
      for (const { arrived } of [refused, accepted]) {
        assert.lengthOf(arrived, 1)
        assert.include(arrived[0]?.deliveryId, digestId)
        for (const { answer } of messages) assert.include(arrived[0]?.text, answer)
      }
    }))
]

const consenting: ReadonlyArray<NotifierLaw> = [
  sendingLaw("a code reaches its receiver once, and one that is refused may be sent again", ({ normal, notifier, receiver }) =>
    Effect.gen(function*() {
      const code = { id: "019a0000-0000-7000-8000-0000000000c1", code: "042117", validMinutes: 15 }
      const send = Effect.suspend(() =>
        notifier.consent?.sendCode(code, normal, { now }) ??
          Effect.die(new Error("The profile says consents, but the notifier sends no codes."))
      )
      const { arrived } = yield* arriving(receiver, send)
      assert.lengthOf(arrived, 1)
      assert.include(arrived[0]?.text, code.code)
      yield* receiver.behave("refuse")
      const error = yield* Effect.flip(send)
      assert.instanceOf(error, NotifierError)
      assert.isTrue(error.isRetryable)
    }))
]

const unconfiguredChannel: ReadonlyArray<NotifierLaw> = [
  law("a channel that cannot be used says so, is not retried, and is never taken for sent", (subject) =>
    Effect.gen(function*() {
      const { notifier } = subject
      const normal = yield* notifier.checkTarget(subject.target)
      const error = yield* Effect.flip(
        notifier.deliver(outgoingMessage(), normal, { secrets: notifier.capabilities.signed ? subject.secrets : [], now })
      )
      assert.instanceOf(error, NotifierError)
      assert.strictEqual(error.reason._tag, "ChannelUnconfigured")
      assert.isFalse(error.isRetryable)
      assert.isNotEmpty(error.message)
    }))
]

/** The laws of `Notifier` for a channel of this profile. A capability that is missing selects another law, none is skipped. */
export const notifierLaws = (profile: NotifierProfile): ReadonlyArray<NotifierLaw> => [
  ...everyChannel(profile),
  ...(profile.configured
    ? [
      ...configuredChannel,
      ...(profile.signed ? signing : unsigned),
      ...(profile.deduplicates ? deduplicating : repeating),
      ...(profile.digests ? digesting : []),
      ...(profile.consents ? consenting : [])
    ]
    : unconfiguredChannel)
]

/**
 * Registers the contract suite of `Notifier` for one adapter.
 *
 * @example
 * notifierContract("webhook", { signed: true, deduplicates: false, configured: true }, webhookSubject)
 */
export const notifierContract = <E>(
  name: string,
  profile: NotifierProfile,
  subject: Layer.Layer<NotifierSubject, E>
): void => {
  layer(subject)(`Notifier contract (${name})`, (it) => registerLaws(it, notifierLaws(profile)))
}
