import type * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { consentRefusal } from "../consent/consentRefusal.ts"
import { unsubscribeToken } from "../consent/unsubscribeToken.ts"
import { AccountChannels } from "../ports/AccountChannels.ts"
import { MessageTemplates } from "../ports/MessageTemplates.ts"
import { type Notifier, Notifiers } from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { fillTemplate } from "../template/fillTemplate.ts"
import type { FilledTemplate } from "../template/FilledTemplate.ts"
import type { Channel } from "../task/Channel.ts"
import type { Delivery } from "./Delivery.ts"
import { deferredByUs } from "./deferredByUs.ts"
import type { NotificationMessage } from "./NotificationMessage.ts"
import { sendOnce } from "./sendOnce.ts"
import { signingSecrets } from "./signingSecrets.ts"
import type { Tried } from "./Tried.ts"

/** A storage that is slower than this leaves too little of the lease for the try. */
const PREPARE_WITHIN = "20 seconds"

type Answered = Extract<Tried, { readonly _tag: "Answered" }>

interface Prepared {
  readonly _tag: "Prepared"
  readonly delivery: Delivery
  readonly notifier: Notifier
  readonly channel: Pick<Channel, "target" | "secrets" | "disabledReason">
  readonly message: NotificationMessage
  readonly secrets: ReadonlyArray<string>
  /** Null where the channel asks for no consent. */
  readonly unsubscribe: string | null
  /** Null where the channel words its messages itself. */
  readonly template: FilledTemplate | null
}

/** The channel that a delivery goes by as it is now, or why there is none. */
const channelNow = Effect.fnUntraced(function*({ channelOf, kind, taskId, userId }: Delivery) {
  if (channelOf === "account") {
    const found = yield* (yield* AccountChannels).find(userId, kind)
    if (Option.isNone(found)) return `The account no longer has a default channel "${kind}".`
    return found.value.enabled ? found.value : `The account's default channel "${kind}" is switched off.`
  }
  const task = Option.getOrUndefined(yield* (yield* TaskRepository).find(taskId))
  return task?.channels.find((channel) => channel.kind === kind) ?? `The task no longer has a channel "${kind}".`
})

/** How the account words a message, or null where it leaves that to the channel. */
const wording = Effect.fnUntraced(function*({ kind, userId }: Delivery, message: NotificationMessage) {
  const template = yield* (yield* MessageTemplates).find(userId, kind)
  return Option.getOrNull(Option.map(template, (stored) => fillTemplate(stored, message)))
})

/**
 * What is to be sent, and where: to the channel of the kind as it is now. An owner who points the channel elsewhere did
 * so because the old target is wrong, and what is owed must not be lost with it.
 */
const prepare = Effect.fn("prepareDelivery")(function*(delivery: Delivery, now: DateTime.Utc) {
  const outbox = yield* Outbox
  const notifiers = yield* Notifiers
  const unsendable = (why: string, at = delivery, gone = false): Tried => ({ _tag: "Unsendable", delivery: at, why, gone })
  const notifier = notifiers.get(delivery.kind)
  if (notifier === undefined) return unsendable(`This server has no channel "${delivery.kind}".`)
  const channel = yield* channelNow(delivery)
  if (typeof channel === "string") return unsendable(channel)
  if (channel.disabledReason !== null) return unsendable(channel.disabledReason, delivery, true)
  const pointed = { ...delivery, target: channel.target, address: notifier.address(channel.target) }
  const refusal = notifier.consent === undefined ? null : yield* consentRefusal(pointed)
  if (refusal !== null) return unsendable(refusal, pointed)
  const notification = yield* outbox.notification(delivery.notificationId)
  if (Option.isNone(notification)) return unsendable("What was to be told is no longer stored.")
  const prepared: Prepared = {
    _tag: "Prepared",
    delivery: pointed,
    notifier,
    channel,
    message: notification.value.message,
    secrets: yield* signingSecrets(channel, now),
    unsubscribe: notifier.consent === undefined ? null : yield* unsubscribeToken(pointed),
    template: notifier.render === undefined ? null : yield* wording(delivery, notification.value.message)
  }
  return prepared
})

/**
 * Makes one try of a claimed delivery, and answers what came of it. Whatever goes wrong for this delivery alone (a row
 * that cannot be read, a key that does not open its secret, a channel that breaks) is an attempt like any other, put
 * off by the ladder and given up at its end: it may mend, and must not be claimed for ever without a trace.
 *
 * Fails, and so makes no attempt, where the storage cannot be reached or is slower than 20 s: that is nobody's fault,
 * and could not be recorded either.
 */
export const attemptDelivery = Effect.fn("attemptDelivery")(function*(claimed: Delivery) {
  const unitOfWork = yield* UnitOfWork
  const startedAt = yield* unitOfWork.now
  const tried = (delivery: Delivery, answer: Answered["answer"], latencyMs = 0): Tried => ({
    _tag: "Answered",
    delivery,
    startedAt,
    latencyMs,
    answer
  })
  const prepared = yield* prepare(claimed, startedAt).pipe(
    Effect.timeout(PREPARE_WITHIN),
    Effect.catchTag("SecretUnreadable", (error) =>
      Effect.succeed(tried(claimed, deferredByUs(`It could not be signed. ${error.message}`)))),
    Effect.catchTag("StorageError", (error) =>
      error.isRetryable
        ? Effect.fail(error)
        : Effect.logError("What a delivery is to tell cannot be read", error).pipe(
          Effect.as(tried(claimed, deferredByUs("What is to be told cannot be read on this server.")))
        )),
    Effect.catchDefect((defect) =>
      Effect.logError("A delivery broke before it was sent", defect).pipe(
        Effect.as(tried(claimed, deferredByUs("It could not be sent for an unexpected reason on this server.")))
      )
    )
  )
  if (prepared._tag !== "Prepared") return prepared
  const { channel, delivery, message, notifier, secrets, template, unsubscribe } = prepared
  const [latency, answer] = yield* Effect.timed(sendOnce(() =>
    notifier.deliver({ deliveryId: delivery.id, message }, channel.target, { secrets, now: startedAt, unsubscribe, template })
  ))
  return tried(delivery, answer, Math.round(Duration.toMillis(latency)))
})
