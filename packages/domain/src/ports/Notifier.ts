import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { DeliveryLimit } from "../notification/DeliveryLimit.ts"
import type { OutgoingDigest } from "../digest/OutgoingDigest.ts"
import type { FilledTemplate } from "../template/FilledTemplate.ts"
import type { OutgoingMessage } from "../notification/NotificationMessage.ts"
import type { ChannelKind, ChannelTarget } from "./ChannelTarget.ts"

/** What is known of a try that reached its target. */
export interface Receipt {
  readonly httpStatus: number | null
  /** First 500 characters of the answer. */
  readonly responseExcerpt: string | null
}

/** The target did not take the message, or could not be reached; the next try may succeed. */
export class DeliveryDeferred extends Schema.TaggedError<DeliveryDeferred>()("DeliveryDeferred", {
  message: Schema.String,
  httpStatus: Schema.NullOr(Schema.Int),
  responseExcerpt: Schema.NullOr(Schema.String),
  /** The target asked for at least this pause. */
  retryAfterMs: Schema.NullOr(Schema.Finite)
}) {
  readonly isRetryable = true
}
/** The target will never take it: an address we may not reach, a 410, a rejected recipient. */
export class TargetRejected extends Schema.TaggedError<TargetRejected>()("TargetRejected", {
  message: Schema.String,
  httpStatus: Schema.NullOr(Schema.Int),
  responseExcerpt: Schema.NullOr(Schema.String),
  /** The target asked never to be called again (410): it is switched off. */
  gone: Schema.Boolean
}) {
  readonly isRetryable = false
}
/** This installation cannot use the channel (no SMTP server set). The delivery is `skipped` with this reason. */
export class ChannelUnconfigured extends Schema.TaggedError<ChannelUnconfigured>()("ChannelUnconfigured", {
  message: Schema.String
}) {
  readonly isRetryable = false
}

export const NotifierReason = Schema.Union([DeliveryDeferred, TargetRejected, ChannelUnconfigured])
export type NotifierReason = typeof NotifierReason.Type

/** A try of a delivery did not succeed. The reason decides what becomes of the delivery. */
export class NotifierError extends Schema.TaggedError<NotifierError>()("NotifierError", { reason: NotifierReason }) {
  override get message(): string {
    return this.reason.message
  }
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

/** A target the channel cannot use, in words for the person who typed it. */
export class InvalidTarget extends Schema.TaggedError<InvalidTarget>()("InvalidTarget", { message: Schema.String }) {}

export interface NotifierCapabilities {
  /** Messages are signed: the domain issues a secret per task and channel, and passes it to every delivery. */
  readonly signed: boolean
  /**
   * The target discards a second message with the same `deliveryId` by itself. The outbox treats all channels alike;
   * the contract suite of `@vedette/testkit` selects the law by it, and so holds the adapter to what it declares.
   */
  readonly deduplicates: boolean
  /** How many messages the far end bears. What is over a limit waits, and is not dropped. None: no limit. */
  readonly limits?: ReadonlyArray<DeliveryLimit>
}

/** A message as its reader would see it. */
export interface RenderedMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The code by which somebody proves that an address is theirs. */
export interface ConsentCode {
  /** The same over all tries to send it. */
  readonly id: string
  readonly code: string
  /** How long it is good for. */
  readonly validMinutes: number
}

/** What a channel has that writes to people rather than to programs: nobody is written to who did not agree. */
export interface Consent {
  /** One try to send the code, under the laws of `deliver`. */
  readonly sendCode: (
    code: ConsentCode,
    target: ChannelTarget,
    options: { readonly now: DateTime.Utc }
  ) => Effect.Effect<Receipt, NotifierError>
}

/**
 * One channel.
 *
 * Laws
 * - `deliver` makes one try and never retries by itself: the outbox owns retries.
 * - Every try of one delivery carries the same id.
 * - `deliver` ends within 15 s and can be interrupted. The core interrupts it after 30 s and counts the try as put off,
 *   as it does with one that dies; it does not wait for it to tidy up.
 * - Every expected failure is a `NotifierError`; a redirect is not followed.
 * - `checkTarget` answers the normal form of a target, and applying it to its own answer changes nothing.
 * - `address` depends on the target alone and holds no secret.
 */
export interface Notifier {
  readonly kind: ChannelKind
  readonly capabilities: NotifierCapabilities
  readonly checkTarget: (target: ChannelTarget) => Effect.Effect<ChannelTarget, InvalidTarget>
  /** Where a target points, for the send log and to tell one target from another: the URL, the mail address. */
  readonly address: (target: ChannelTarget) => string
  readonly deliver: (
    outgoing: OutgoingMessage,
    target: ChannelTarget,
    options: {
      /** Plain secrets that may sign, newest first; two while a rotation overlaps. Empty where not `signed`. */
      readonly secrets: ReadonlyArray<string>
      readonly now: DateTime.Utc
      /**
       * With `consent`: the token by which the recipient ends messages like this one without signing in. The message
       * carries it as `<public URL>/unsubscribe/<token>`.
       */
      readonly unsubscribe?: string | null
      /** With `render`: how the account words this message; null: as the channel does. */
      readonly template?: FilledTemplate | null
    }
  ) => Effect.Effect<Receipt, NotifierError>
  /**
   * Present where an account may word its messages itself: what a reader would see of one so worded, but for what is added
   * to every message. It escapes whatever it is given.
   */
  readonly render?: (outgoing: OutgoingMessage, template: FilledTemplate | null) => RenderedMessage
  /**
   * Present where many messages can be told by one, under the laws of `deliver`; the digest's id stands for the delivery's.
   * Absent: every message is sent by itself, whatever an account's settings say.
   */
  readonly deliverDigest?: (
    outgoing: OutgoingDigest,
    target: ChannelTarget,
    options: { readonly now: DateTime.Utc; readonly unsubscribe: string | null }
  ) => Effect.Effect<Receipt, NotifierError>
  /**
   * Present where recipients must have agreed: the domain then sends to verified addresses alone, and to none that has
   * unsubscribed. Absent: the target is the owner's own program.
   */
  readonly consent?: Consent
}

/** The channels of this installation, by kind. A composition root lists them; nothing else knows them all. */
export class Notifiers extends Context.Service<Notifiers, ReadonlyMap<ChannelKind, Notifier>>()(
  "@vedette/domain/ports/Notifiers"
) {}

/** The registry from a list: one line per channel in a composition root. */
export const notifiersOf = (...notifiers: ReadonlyArray<Notifier>): ReadonlyMap<ChannelKind, Notifier> =>
  new Map(notifiers.map((notifier) => [notifier.kind, notifier]))
