import * as Duration from "effect/Duration"
import type { DeliveryId, UserId } from "../ids.ts"
import { type DeliveryLimit, limitReason } from "./DeliveryLimit.ts"

/** A delivery that is due. */
export interface DueDelivery {
  readonly id: DeliveryId
  readonly userId: UserId
  readonly address: string
}

/** A message that counts against the limits: sent, or under a live lease and so perhaps being sent. */
export interface CountedDelivery {
  readonly userId: UserId
  readonly address: string
  /** Epoch milliseconds; null: it is under a lease. */
  readonly sentAt: number | null
  /** The end of that lease. */
  readonly leaseUntil: number | null
}

export interface PutOff {
  readonly id: DeliveryId
  /** Epoch milliseconds by which the limit may have room. */
  readonly until: number
  readonly why: string
}

/**
 * Which of the due deliveries may be sent now, in their order, and until when the others wait. Nothing is dropped: who is
 * over a limit waits until the oldest message that fills it leaves its window. What is under a lease may yet fail, so it
 * is waited for only as long as its lease.
 *
 * Pure. All of it must happen where nobody else claims deliveries of the kind.
 *
 * @param leaseMs how long a delivery taken now is under its lease
 */
export const withinLimits = (
  due: ReadonlyArray<DueDelivery>,
  counted: ReadonlyArray<CountedDelivery>,
  limits: ReadonlyArray<DeliveryLimit>,
  now: number,
  leaseMs: number
): { readonly taken: ReadonlyArray<DeliveryId>; readonly putOff: ReadonlyArray<PutOff> } => {
  const used = [...counted]
  const taken: Array<DeliveryId> = []
  const putOff: Array<PutOff> = []

  /** When there is room for it under one limit; null: now. */
  const roomAt = ({ address, userId }: DueDelivery, { count, per, window }: DeliveryLimit): number | null => {
    const freed = used
      .filter((other) => per === "user" ? other.userId === userId : other.address === address)
      .map(({ leaseUntil, sentAt }) => sentAt === null ? leaseUntil ?? now : sentAt + Duration.toMillis(window))
      .filter((at) => at > now)
      .toSorted((a, b) => a - b)
    return freed.length < count ? null : freed[freed.length - count] ?? null
  }

  for (const delivery of due) {
    let latest: PutOff | null = null
    for (const limit of limits) {
      const until = roomAt(delivery, limit)
      if (until !== null && until > (latest?.until ?? now)) latest = { id: delivery.id, until, why: limitReason(limit) }
    }
    if (latest !== null) {
      putOff.push(latest)
      continue
    }
    taken.push(delivery.id)
    used.push({ userId: delivery.userId, address: delivery.address, sentAt: null, leaseUntil: now + leaseMs })
  }
  return { taken, putOff }
}
