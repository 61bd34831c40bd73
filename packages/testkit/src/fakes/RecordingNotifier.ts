import {
  ChannelKind,
  type ChannelTarget,
  ChannelUnconfigured,
  InvalidTarget,
  type NotificationMessage,
  type Notifier,
  NotifierError,
  type NotifierReason,
  Notifiers,
  notifiersOf
} from "@vedette/domain"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** One try, as it left the outbox. */
export interface RecordedDelivery {
  readonly deliveryId: string
  readonly message: NotificationMessage
  readonly address: string
  /** The plain secrets it was to be signed with. */
  readonly secrets: ReadonlyArray<string>
  readonly at: DateTime.Utc
  /** Null: the target took it. */
  readonly failure: NotifierReason | null
}

/**
 * A channel that signs and whose targets, `{ url }`, take everything: for following what an owner is told through a
 * whole installation. It can be told to fail. Where the far end matters more than the record, see `makeMailbox`.
 */
export class RecordingNotifier extends Context.Service<RecordingNotifier, {
  readonly notifier: Notifier
  /** Every try, oldest first, failed ones included. */
  readonly tries: Effect.Effect<ReadonlyArray<RecordedDelivery>>
  /** The tries that a target took: what owners were told. */
  readonly told: Effect.Effect<ReadonlyArray<RecordedDelivery>>
  /** The next tries fail, one for each reason; those after them are taken again. Replaces an earlier call. */
  readonly failNext: (...reasons: ReadonlyArray<NotifierReason>) => Effect.Effect<void>
  /** Every try fails with this reason, until told otherwise by null. */
  readonly failAlways: (reason: NotifierReason | null) => Effect.Effect<void>
}>()("@vedette/testkit/RecordingNotifier") {
  /**
   * The channel, and the registry with this channel alone.
   *
   * @param kind default `webhook`, so that an installation under test accepts the targets its users really type
   */
  static readonly layer = (kind = "webhook"): Layer.Layer<RecordingNotifier | Notifiers> =>
    Layer.effectContext(Effect.sync(() => {
      const tries: Array<RecordedDelivery> = []
      let upcoming: ReadonlyArray<NotifierReason> = []
      let standing: NotifierReason | null = null
      const told = Effect.sync(() => tries.filter(({ failure }) => failure === null))

      const checkTarget = (target: ChannelTarget) => {
        const typed = target["url"]
        return typeof typed === "string" && URL.canParse(typed.trim())
          ? Effect.succeed({ url: new URL(typed.trim()).href })
          : Effect.fail(new InvalidTarget({ message: "A URL is required." }))
      }

      const notifier: Notifier = {
        kind: ChannelKind.make(kind),
        capabilities: { signed: true, deduplicates: false },
        checkTarget,
        address: (target) => String(target["url"]),
        deliver: ({ deliveryId, message }, target, { now, secrets }) =>
          Effect.suspend(() => {
            const unsigned = secrets.length === 0
              ? new ChannelUnconfigured({ message: "The channel has no signing secret." })
              : null
            const failure = unsigned ?? standing ?? upcoming[0] ?? null
            if (unsigned === null && standing === null) upcoming = upcoming.slice(1)
            tries.push({ deliveryId, message, address: String(target["url"]), secrets, at: now, failure })
            return failure === null
              ? Effect.succeed({ httpStatus: 200, responseExcerpt: "" })
              : Effect.fail(new NotifierError({ reason: failure }))
          })
      }

      return Context.make(Notifiers, notifiersOf(notifier)).pipe(
        Context.add(
          RecordingNotifier,
          RecordingNotifier.of({
            notifier,
            tries: Effect.sync(() => [...tries]),
            told,
            failNext: (...reasons) =>
              Effect.sync(() => {
                upcoming = reasons
              }),
            failAlways: (reason) =>
              Effect.sync(() => {
                standing = reason
              })
          })
        )
      )
    }))
}
