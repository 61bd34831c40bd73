import type { ChannelTarget, Notifier, NotifierCapabilities } from "@vedette/domain"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** One message as the receiver got it. */
export interface ReceivedMessage {
  /** The delivery's id, wherever the channel carries it. */
  readonly deliveryId: string
  /** Everything a reader of the message sees, as text. */
  readonly text: string
  /** Whether the message proves to come from somebody who knows `secret`. Always false where the channel does not sign. */
  readonly isSignedBy: (secret: string) => boolean
}

/** The far end of a channel, in the suite's hands. */
export interface Receiver {
  /** How the next messages are met, until told otherwise. At first `accept`. */
  readonly behave: (
    how:
      | "accept"
      /** Takes the message in, and says that it could not be handled just now. */
      | "refuse"
      /** Takes the message in, and drops the connection without an answer. */
      | "drop"
      /** Names another place where the message would be accepted. */
      | "redirect"
  ) => Effect.Effect<void>
  /** What reached the receiver, oldest first, whatever it answered. */
  readonly received: Effect.Effect<ReadonlyArray<ReceivedMessage>>
  /** How often the place that a redirect names was called. */
  readonly redirected: Effect.Effect<number>
}

/** A notifier under test, and what a suite has to know to test it. A layer provides it together with its receiver. */
export class NotifierSubject extends Context.Service<NotifierSubject, {
  readonly notifier: Notifier
  /** Null where this installation cannot send at all; then the suite holds the channel to saying so. */
  readonly receiver: Receiver | null
  /** A target of the receiver, as a person would type it: not in normal form. */
  readonly target: ChannelTarget
  /** A usable target that leads elsewhere. */
  readonly otherTarget: ChannelTarget
  /** Text within `target` that must not be shown: credentials in a header. */
  readonly concealed: ReadonlyArray<string>
  /** Targets to be refused, and the words for it. At least one. */
  readonly refused: ReadonlyArray<{ readonly target: ChannelTarget; readonly message: string }>
  /** Two different secrets of the kind the channel signs with. */
  readonly secrets: readonly [string, string]
}>()("@vedette/testkit/NotifierSubject") {}

/** What the adapter declares of itself; it selects the laws. */
export interface NotifierProfile extends NotifierCapabilities {
  /** False for a channel that this installation cannot use. */
  readonly configured: boolean
  /** Has `deliverDigest`. Default false. */
  readonly digests?: boolean
  /** Has `consent`. Default false. */
  readonly consents?: boolean
}
