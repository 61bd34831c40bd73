import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import {
  DeliveryDeferred,
  type Notifier,
  NotifierError,
  Notifiers,
  type Receipt,
  TargetRejected
} from "../ports/Notifier.ts"
import { Outbox } from "../ports/Outbox.ts"
import { Secrets } from "../ports/Secrets.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import type { Channel } from "../task/Channel.ts"
import type { Task } from "../task/Task.ts"
import type { Delivery, DeliveryAttempt } from "./Delivery.ts"
import { deliveryDelayMs } from "./deliveryLadder.ts"

const skipped = (delivery: Delivery, why: string, now: DateTime.Utc): Delivery => ({
  ...delivery,
  status: "skipped",
  dueAt: null,
  lastError: why,
  completedAt: now
})

/** What a try came to, as the delivery is then stored. Pure. */
const afterTry = (
  delivery: Delivery,
  result: Result.Result<Receipt, NotifierError>,
  now: DateTime.Utc,
  random: number
): readonly [Delivery, DeliveryAttempt["outcome"]] => {
  const tried = { ...delivery, attempts: delivery.attempts + 1 }
  if (Result.isSuccess(result)) {
    const { httpStatus } = result.success
    return [{ ...tried, status: "sent", dueAt: null, lastHttpStatus: httpStatus, lastError: null, completedAt: now }, "sent"]
  }
  const reason = result.failure.reason
  if (reason._tag === "ChannelUnconfigured") return [skipped(tried, reason.message, now), "skipped"]
  const failed: Delivery = {
    ...tried,
    status: "failed",
    dueAt: null,
    lastHttpStatus: reason.httpStatus,
    lastError: reason.message,
    completedAt: now
  }
  if (reason._tag === "TargetRejected") return [failed, "rejected"]
  const delay = deliveryDelayMs(tried.attempts, random, reason.retryAfterMs)
  return delay === null
    ? [failed, "deferred"]
    : [{ ...failed, status: "pending", dueAt: DateTime.add(now, { milliseconds: delay }), completedAt: null }, "deferred"]
}

const openSecrets = Effect.fn("openSecrets")(function*(channel: Channel, now: DateTime.Utc) {
  const secrets = yield* Secrets
  const valid = channel.secrets.filter((s) => s.validUntil === null || DateTime.isGreaterThan(s.validUntil, now))
  return yield* Effect.forEach(valid, (secret) => secrets.open(secret.sealed))
})

/** A target that asked never to be called again is switched off, for this and every later event. */
const disable = Effect.fn("disableChannel")(function*(delivery: Delivery, notifier: Notifier, why: string) {
  const tasks = yield* TaskRepository
  const found = yield* tasks.lock(delivery.taskId)
  if (Option.isNone(found)) return
  const channels = found.value.channels.map((channel) =>
    channel.kind === delivery.kind && notifier.address(channel.target) === delivery.address
      ? { ...channel, disabledReason: why }
      : channel
  )
  yield* tasks.save({ ...found.value, channels })
})

const channelOf = (task: Option.Option<Task>, delivery: Delivery, notifier: Notifier): Channel | undefined =>
  Option.getOrUndefined(task)?.channels.find((channel) =>
    channel.kind === delivery.kind && notifier.address(channel.target) === delivery.address
  )

const tryOnce = Effect.fn("tryOnce")(function*(delivery: Delivery) {
  const outbox = yield* Outbox
  const notifiers = yield* Notifiers
  const unitOfWork = yield* UnitOfWork
  const now = yield* DateTime.now
  const notifier = notifiers.get(delivery.kind)
  if (notifier === undefined) {
    return yield* outbox.save(skipped(delivery, `This server has no channel "${delivery.kind}".`, now), null)
  }
  const channel = channelOf(yield* TaskRepository.use((tasks) => tasks.find(delivery.taskId)), delivery, notifier)
  const notification = yield* outbox.notification(delivery.notificationId)
  if (channel === undefined || Option.isNone(notification)) {
    return yield* outbox.save(skipped(delivery, "The task no longer names this target.", now), null)
  }
  if (channel.disabledReason !== null) return yield* outbox.save(skipped(delivery, channel.disabledReason, now), null)

  const startedMs = yield* Clock.currentTimeMillis
  const result = yield* Effect.result(
    openSecrets(channel, now).pipe(
      // Sealed under another key: no retry mends that. It fails visibly and can be sent again once the key is back.
      Effect.mapError((error) =>
        new NotifierError({
          reason: new TargetRejected({ message: error.message, httpStatus: null, responseExcerpt: null, gone: false })
        })
      ),
      Effect.flatMap((secrets) =>
        notifier.deliver({ deliveryId: delivery.id, message: notification.value.message }, channel.target, { secrets, now })
      )
    )
  )
  const endedMs = yield* Clock.currentTimeMillis
  const [after, outcome] = afterTry(delivery, result, yield* DateTime.now, yield* Random.next)
  const receipt = Result.isSuccess(result) ? result.success : null
  const reason = Result.isFailure(result) ? result.failure.reason : null
  const answered = reason instanceof DeliveryDeferred || reason instanceof TargetRejected ? reason : receipt
  const attempt: DeliveryAttempt = {
    deliveryId: delivery.id,
    n: after.attempts,
    startedAt: now,
    latencyMs: Math.round(endedMs - startedMs),
    outcome,
    httpStatus: answered?.httpStatus ?? null,
    responseExcerpt: answered?.responseExcerpt ?? null,
    error: reason?.message ?? null
  }
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const saved = yield* outbox.save(after, attempt)
    if (saved && reason instanceof TargetRejected && reason.gone) yield* disable(delivery, notifier, reason.message)
    return saved
  }))
})

/**
 * Tries a claimed delivery once and records what came of it. Never fails: one that cannot be tried must not hold up
 * the others; its lease runs out and it is tried again. So does a crash between sending and recording, under the same id.
 */
export const tryDelivery = (delivery: Delivery) =>
  tryOnce(delivery).pipe(
    Effect.catchCause((cause) =>
      Effect.logError("A delivery could not be tried", cause).pipe(Effect.annotateLogs({ deliveryId: delivery.id }))
    ),
    Effect.asVoid
  )
