import { DeliveryId, InvalidTarget, NotifierError, TargetRejected } from "@vedette/domain"
import type { Notifier, NotifierCapabilities, OutgoingMessage } from "@vedette/domain"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { NotifierProfile, NotifierSubject } from "../contracts/NotifierSubject.ts"
import { type Mailbox, mailboxSubject } from "../fakes/MailboxNotifier.ts"

/** A notifier with one defect, and the one law that must catch it. */
export interface BrokenNotifier {
  readonly defect: string
  readonly breaks: string
  readonly profile: NotifierProfile
  readonly subject: Layer.Layer<NotifierSubject>
}

const signing: NotifierProfile = { signed: true, deduplicates: false, configured: true }
const deduplicating: NotifierProfile = { signed: true, deduplicates: true, configured: true }
const unsigned: NotifierProfile = { signed: false, deduplicates: false, configured: true }
const gathering: NotifierProfile = { ...unsigned, digests: true }
const consenting: NotifierProfile = { ...unsigned, consents: true }
const unconfigured: NotifierProfile = { signed: false, deduplicates: false, configured: false }

const broken = (
  defect: string,
  breaks: string,
  profile: NotifierProfile,
  alter: (notifier: Notifier, mailbox: Mailbox) => Partial<Notifier>,
  /** What the mailbox does, where that is not what it declares. */
  really: NotifierCapabilities & Pick<NotifierProfile, "consents" | "digests"> = profile
): BrokenNotifier => ({
  defect,
  breaks,
  profile,
  subject: mailboxSubject(really, (mailbox) => ({
    notifier: {
      ...mailbox.notifier,
      capabilities: { signed: profile.signed, deduplicates: profile.deduplicates },
      ...alter(mailbox.notifier, mailbox)
    },
    receiver: profile.configured ? mailbox.receiver : null
  }))
})

/** Delivers `change(outgoing)` instead. */
const saying =
  (change: (outgoing: OutgoingMessage, secrets: ReadonlyArray<string>) => OutgoingMessage) =>
  (notifier: Notifier): Partial<Notifier> => ({
    deliver: (outgoing, target, options) => notifier.deliver(change(outgoing, options.secrets), target, options)
  })

/** Delivers with `change(secrets)` instead. */
const signingWith =
  (change: (secrets: ReadonlyArray<string>) => ReadonlyArray<string>) => (notifier: Notifier): Partial<Notifier> => ({
    deliver: (outgoing, target, options) =>
      notifier.deliver(outgoing, target, { ...options, secrets: change(options.secrets) })
  })

const uuid = (n: number) => DeliveryId.make(`019a0000-0000-7000-9000-${n.toString(16).padStart(12, "0")}`)

export const brokenNotifiers: ReadonlyArray<BrokenNotifier> = [
  broken(
    "promises to de-duplicate and does not",
    "the adapter declares the capabilities that selected these laws",
    signing,
    () => ({ capabilities: { signed: true, deduplicates: true } })
  ),
  broken("normalises what is normal already", "the normal form of a target is its own normal form", signing, (it) => ({
    checkTarget: (target) => it.checkTarget(target).pipe(Effect.map(({ box }) => ({ box: `${String(box)}.` })))
  })),
  broken(
    "refuses without saying why",
    "an unusable target is refused in words for the person who typed it",
    signing,
    (it) => ({
      checkTarget: (target) =>
        it.checkTarget(target).pipe(Effect.mapError(() => new InvalidTarget({ message: "Invalid target" })))
    })
  ),
  broken("gives every target one address", "an address tells two targets apart and shows nothing concealed", signing, () => ({
    address: () => "mailbox"
  })),
  broken("keeps and shows a key", "an address tells two targets apart and shows nothing concealed", signing, (it) => ({
    checkTarget: (target) => it.checkTarget(target).pipe(Effect.map((normal) => ({ ...target, ...normal }))),
    address: (target) => JSON.stringify(target)
  })),
  broken(
    "leaves the answer out",
    "a delivery reaches its receiver once and says what is told",
    signing,
    saying((outgoing) => ({ ...outgoing, message: { ...outgoing.message, answer: "" } }))
  ),
  broken(
    "uses one id for everything",
    "two deliveries carry two ids",
    signing,
    saying((outgoing) => ({ ...outgoing, deliveryId: uuid(0) }))
  ),
  broken("makes an id per try", "every try of one delivery carries the same id", signing, (it) => {
    let tries = 0
    return saying((outgoing) => ({ ...outgoing, deliveryId: uuid(++tries) }))(it)
  }),
  broken("retries by itself", "one call is one try, whatever comes of it", signing, (it) => ({
    deliver: (...args) => Effect.retry(it.deliver(...args), { times: 1 })
  })),
  broken("takes a full mailbox for a final no", "a refusal is a NotifierError that may be tried again", signing, (it) => ({
    deliver: (...args) =>
      it.deliver(...args).pipe(Effect.mapError((error) =>
        error.message === "The mailbox is full just now"
          ? new NotifierError({
            reason: new TargetRejected({ message: error.message, httpStatus: null, responseExcerpt: null, gone: false })
          })
          : error
      ))
  })),
  broken("dies of a dropped connection", "a dropped connection is a NotifierError that may be tried again", signing, (it) => ({
    deliver: (...args) =>
      it.deliver(...args).pipe(
        Effect.catchIf((error) => error.message === "The mailbox did not answer", Effect.die)
      )
  })),
  broken("follows a redirect", "a redirect is not followed and is not a success", signing, (it, { elsewhere }) => ({
    deliver: (...args) =>
      it.deliver(...args).pipe(Effect.catchIf((error) => error.message === "The mailbox has moved", () => elsewhere))
  })),
  broken(
    "signs with every secret it ever saw",
    "a message proves its sender by the current secret and by no other",
    signing,
    signingWith((secrets) => secrets.length === 0 ? [] : ["first secret", "second secret"])
  ),
  broken(
    "forgets the old secret too early",
    "while a rotation overlaps, either secret proves the sender",
    signing,
    signingWith((secrets) => secrets.slice(0, 1))
  ),
  broken(
    "makes up a secret where there is none",
    "without a secret nothing is sent",
    signing,
    signingWith((secrets) => secrets.length === 0 ? ["made up"] : secrets)
  ),
  broken(
    "writes the secret into the message",
    "no secret travels with the message",
    signing,
    saying(({ message, ...rest }, secrets) => ({
      ...rest,
      message: { ...message, answer: `${message.answer} (${secrets.join()})` }
    }))
  ),
  broken(
    "keeps what it accepted to itself the second time",
    "a delivery sent twice arrives twice and says the same",
    signing,
    (it) => {
      const sent = new Set<string>()
      return {
        deliver: (outgoing, ...rest) =>
          Effect.suspend(() =>
            sent.has(outgoing.deliveryId)
              ? Effect.succeed({ httpStatus: null, responseExcerpt: null })
              : it.deliver(outgoing, ...rest).pipe(Effect.tap(() => Effect.sync(() => sent.add(outgoing.deliveryId))))
          )
      }
    }
  ),
  broken(
    "signs although it declares that it does not",
    "a channel that does not sign makes nothing of a secret",
    unsigned,
    signingWith((secrets) => secrets.length === 0 ? ["made up"] : secrets),
    { signed: true, deduplicates: false }
  ),
  broken(
    "forgets what it accepted",
    "a delivery sent twice is received once",
    deduplicating,
    () => ({}),
    { signed: true, deduplicates: false }
  ),
  broken(
    "tells the first of many",
    "a digest reaches its receiver once, says all that is told, and carries its own id at every try",
    gathering,
    (it) => ({
      deliverDigest: (digest, ...rest) =>
        it.deliverDigest?.({ ...digest, messages: digest.messages.slice(0, 1) }, ...rest) ?? Effect.die("no digests")
    })
  ),
  broken(
    "sends a code without the code",
    "a code reaches its receiver once, and one that is refused may be sent again",
    consenting,
    (it) => ({
      consent: { sendCode: (code, ...rest) => it.consent?.sendCode({ ...code, code: "" }, ...rest) ?? Effect.die("no codes") }
    })
  ),
  broken(
    "gathers and does not say so",
    "the adapter declares the capabilities that selected these laws",
    unsigned,
    () => ({}),
    gathering
  ),
  broken(
    "takes a message that it cannot send for sent",
    "a channel that cannot be used says so, is not retried, and is never taken for sent",
    unconfigured,
    () => ({})
  )
]
