import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import { advance } from "../lifecycle.ts"
import type { NotifierReason, Receipt } from "../ports/Notifier.ts"
import type { Delivery, DeliveryAttempt } from "./Delivery.ts"
import { deliveryDelayMs } from "./deliveryLadder.ts"
import { type DeliveryEvent, deliveryLifecycle } from "./deliveryLifecycle.ts"
import type { Tried } from "./Tried.ts"

export interface AfterTry {
  readonly delivery: Delivery
  readonly attempt: DeliveryAttempt | null
}

/** The delivery after an event that ends it. */
const over = (delivery: Delivery, event: DeliveryEvent, now: DateTime.Utc): Delivery => ({
  ...delivery,
  status: advance(deliveryLifecycle, delivery.status, event),
  dueAt: null,
  completedAt: now
})

const answerOf = (answer: Result.Result<Receipt, NotifierReason>): Receipt =>
  Result.isSuccess(answer)
    ? answer.success
    : answer.failure._tag === "ChannelUnconfigured"
    ? { httpStatus: null, responseExcerpt: null }
    : answer.failure

/**
 * What is stored of a try: `sent`, put off by the ladder, or given up. Pure.
 *
 * @param now the storage's time, which due times are compared with
 * @param random 0..1, for the jitter
 */
export const afterTry = (tried: Tried, now: DateTime.Utc, random: number): AfterTry => {
  if (tried._tag === "Unsendable") {
    return { delivery: over({ ...tried.delivery, lastError: tried.why }, "skip", now), attempt: null }
  }
  const { answer } = tried
  const reason = Result.isFailure(answer) ? answer.failure : null
  const { httpStatus, responseExcerpt } = answerOf(answer)
  const delivery: Delivery = {
    ...tried.delivery,
    attempts: tried.delivery.attempts + 1,
    lastHttpStatus: httpStatus,
    lastError: reason?.message ?? null
  }
  const after = (outcome: DeliveryAttempt["outcome"], next: Delivery): AfterTry => ({
    delivery: next,
    attempt: {
      deliveryId: delivery.id,
      n: delivery.attempts,
      startedAt: tried.startedAt,
      latencyMs: tried.latencyMs,
      outcome,
      httpStatus,
      responseExcerpt,
      error: reason?.message ?? null
    }
  })
  if (reason === null) return after("sent", over(delivery, "deliver", now))
  switch (reason._tag) {
    case "ChannelUnconfigured":
      return after("skipped", over(delivery, "skip", now))
    case "TargetRejected":
      return after("rejected", over(delivery, "giveUp", now))
    case "DeliveryDeferred": {
      const delay = deliveryDelayMs(delivery.attempts - delivery.attemptsBefore, random, reason.retryAfterMs)
      return after(
        "deferred",
        delay === null
          ? over(delivery, "giveUp", now)
          : { ...delivery, dueAt: DateTime.add(now, { milliseconds: delay }) }
      )
    }
  }
}
