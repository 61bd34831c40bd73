import {
  ChannelKind,
  type ChannelTarget,
  DeliveryDeferred,
  type DeliveryLimit,
  InvalidTarget,
  type NotificationMessage,
  type Notifier,
  NotifierError,
  type NotifierReason,
  Notifiers,
  notifiersOf,
  TargetRejected
} from "@vedette/domain"
import type * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Plan, ReceiverTurn } from "../plan/Plan.ts"
import type { Door } from "./Door.ts"
import { turnAt } from "./turnAt.ts"

/** A message that reached a receiver, whatever that answered. */
export interface Arrival {
  readonly atMs: number
  /** When the try began: what counts of whether it may be sent. */
  readonly triedMs: number
  readonly kind: string
  readonly address: string
  /** The delivery's, or that of the digest in which it came with others. */
  readonly messageId: string
  readonly notificationId: string
  readonly taskId: string
  readonly executionId: string
  readonly event: string
  readonly answer: string
  /** The receiver has it, and would know it again by its id. */
  readonly taken: boolean
}

export const channelKinds = ["webhook", "pager", "mail"] as const

/** The one that writes to people: they must have agreed, it can gather, and bears so many messages. */
const isMail = (kind: string): boolean => kind === "mail"

const mailLimits: ReadonlyArray<DeliveryLimit> = [
  { per: "recipient", count: 1, window: Duration.hours(1) },
  { per: "user", count: 2, window: Duration.hours(6) }
]

const HANGS_MS = 45_000

const answerOf = (does: ReceiverTurn["does"]): NotifierReason | null => {
  const deferred = (httpStatus: number, retryAfterMs: number | null) =>
    new DeliveryDeferred({ message: `It answered ${httpStatus}.`, httpStatus, responseExcerpt: null, retryAfterMs })
  switch (does) {
    case "takes":
    case "hangs":
      return null
    case "forgets":
      return new DeliveryDeferred({ message: "The connection broke.", httpStatus: null, responseExcerpt: null, retryAfterMs: null })
    case "refuses":
      return deferred(500, null)
    case "limits":
      return deferred(429, 3 * 3_600_000)
    case "rejects":
      return new TargetRejected({ message: "It answered 400.", httpStatus: 400, responseExcerpt: null, gone: false })
    case "gone":
      return new TargetRejected({ message: "It answered 410.", httpStatus: 410, responseExcerpt: null, gone: true })
  }
}

/** The channels of one process, and what receivers do by the plan. `onArrival` hears of every message that came. */
export const simulatedNotifiers = (
  plan: Plan,
  startMs: number,
  nowMs: () => number,
  door: Door,
  onArrival: (arrival: Arrival) => void
): Notifiers["Service"] => {
  const tell = (kind: string, target: ChannelTarget, messageId: string, messages: ReadonlyArray<NotificationMessage>, tried: DateTime.Utc) =>
    door.request("delivery", Effect.suspend(() => {
      const address = String(target["to"])
      const turn = turnAt(plan.receivers[address] ?? [], nowMs() - startMs)
      const reason = answerOf(turn.does)
      for (const { answer, event, executionId, notificationId, taskId } of messages) {
        onArrival({
          atMs: nowMs(),
          triedMs: tried.epochMilliseconds,
          kind,
          address,
          messageId,
          notificationId,
          taskId,
          executionId,
          event,
          answer,
          taken: reason === null || turn.does === "forgets"
        })
      }
      return Effect.delay(
        reason === null ? Effect.succeed({ httpStatus: 200, responseExcerpt: null }) : Effect.fail(new NotifierError({ reason })),
        Duration.millis(turn.does === "hangs" ? HANGS_MS : turn.tookMs)
      )
    }))
  const channel = (kind: string): Notifier => ({
    kind: ChannelKind.make(kind),
    capabilities: { signed: kind === "webhook", deduplicates: false, ...isMail(kind) ? { limits: mailLimits } : {} },
    checkTarget: (target) =>
      typeof target["to"] === "string" ? Effect.succeed(target) : Effect.fail(new InvalidTarget({ message: "Where to?" })),
    address: (target) => String(target["to"]),
    deliver: ({ deliveryId, message }, target, { now }) => tell(kind, target, deliveryId, [message], now),
    ...isMail(kind)
      ? {
        consent: { sendCode: () => Effect.succeed({ httpStatus: null, responseExcerpt: null }) },
        deliverDigest: ({ digestId, messages }, target, { now }) => tell(kind, target, digestId, messages, now)
      }
      : {}
  })
  return notifiersOf(...channelKinds.map(channel))
}
