import {
  ChannelKind,
  ChannelUnconfigured,
  DeliveryDeferred,
  InvalidTarget,
  NotifierError
} from "@vedette/domain"
import type { ChannelTarget, Notifier, NotifierCapabilities, NotifierReason, Receipt } from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type NotifierProfile, NotifierSubject, type ReceivedMessage, type Receiver } from "../contracts/NotifierSubject.ts"

const failed = (reason: NotifierReason) => new NotifierError({ reason })

const deferred = (message: string) =>
  Effect.fail(failed(new DeliveryDeferred({ message, httpStatus: null, responseExcerpt: null, retryAfterMs: null })))

export interface Mailbox {
  readonly notifier: Notifier
  readonly receiver: Receiver
  /** The place that a redirect names. Only an adapter with a defect goes there. */
  readonly elsewhere: Effect.Effect<Receipt>
}

/**
 * A channel whose far end is a list in memory: `{ box: "name" }`. Small, but a real implementation of the port, held
 * to its contract; for the harness and for tests that need a channel.
 */
export const makeMailbox = (capabilities: NotifierCapabilities & Pick<NotifierProfile, "consents" | "digests">): Mailbox => {
  const received: Array<ReceivedMessage> = []
  const accepted = new Set<string>()
  const receipt: Receipt = { httpStatus: null, responseExcerpt: null }
  let redirected = 0
  let behaviour: Parameters<Receiver["behave"]>[0] = "accept"

  /** What the far end does with a message; the notifier only reports it. */
  const post = (letter: ReceivedMessage): Effect.Effect<Receipt, NotifierError> =>
    Effect.suspend(() => {
      if (!(capabilities.deduplicates && accepted.has(letter.deliveryId))) received.push(letter)
      switch (behaviour) {
        case "accept":
          accepted.add(letter.deliveryId)
          return Effect.succeed(receipt)
        case "refuse":
          return deferred("The mailbox is full just now")
        case "drop":
          return deferred("The mailbox did not answer")
        case "redirect":
          return deferred("The mailbox has moved")
      }
    })

  const notifier: Notifier = {
    kind: ChannelKind.make("mailbox"),
    capabilities: { signed: capabilities.signed, deduplicates: capabilities.deduplicates },
    ...(capabilities.digests === true
      ? {
        deliverDigest: ({ digestId, messages }) =>
          post({ deliveryId: digestId, text: messages.map(({ answer }) => answer).join("\n"), isSignedBy: () => false })
      }
      : {}),
    ...(capabilities.consents === true
      ? { consent: { sendCode: ({ code, id }) => post({ deliveryId: id, text: `Your code is ${code}`, isSignedBy: () => false }) } }
      : {}),
    checkTarget: (target) => {
      const box = typeof target["box"] === "string" ? target["box"].trim().toLowerCase() : ""
      return box === "" ? Effect.fail(new InvalidTarget({ message: "Mailbox required" })) : Effect.succeed({ box })
    },
    address: (target) => String(target["box"]),
    deliver: ({ deliveryId, message }, _target, { secrets }) =>
      capabilities.signed && secrets.length === 0
        ? Effect.fail(failed(new ChannelUnconfigured({ message: "The mailbox has no signing secret" })))
        : post({
          deliveryId,
          text: `${message.taskName}: ${message.answer}`,
          isSignedBy: (secret) => capabilities.signed && secrets.includes(secret)
        })
  }

  return {
    notifier,
    receiver: {
      behave: (how) =>
        Effect.sync(() => {
          behaviour = how
        }),
      received: Effect.sync(() => [...received]),
      redirected: Effect.sync(() => redirected)
    },
    elsewhere: Effect.sync(() => {
      redirected += 1
      return receipt
    })
  }
}

const target: ChannelTarget = { box: " Hall ", key: "under the mat" }

/** A mailbox as the contract suite wants it. `alter` gives it a defect on purpose. */
export const mailboxSubject = (
  capabilities: Parameters<typeof makeMailbox>[0],
  alter: (mailbox: Mailbox) => { readonly notifier: Notifier; readonly receiver: Receiver | null } = (mailbox) => mailbox
): Layer.Layer<NotifierSubject> =>
  Layer.sync(NotifierSubject, () => {
    const { notifier, receiver } = alter(makeMailbox(capabilities))
    return {
      notifier,
      receiver,
      target,
      otherTarget: { box: "garden" },
      concealed: ["under the mat"],
      refused: [{ target: {}, message: "Mailbox required" }],
      secrets: ["first secret", "second secret"] as const
    }
  })
