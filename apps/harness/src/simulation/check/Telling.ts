import type { Delivery, Notification } from "@vedette/domain"
import type { Arrival } from "../world/Receivers.ts"
import type { Step } from "./Step.ts"
import type { StoreImage } from "./StoreImage.ts"

/** Follows everything that was ever owed, and everything that reached a receiver. */
export interface Telling {
  readonly commit: (step: Step) => void
  readonly arrive: (arrival: Arrival) => ReadonlyArray<string>
  /** At the end, when nothing has gone wrong for days: what is still open, or was told wrongly. */
  readonly unfulfilled: (image: StoreImage) => ReadonlyArray<string>
}

export const makeTelling = (): Telling => {
  const owed = new Map<string, { readonly delivery: Delivery; readonly notification: Notification | undefined }>()
  const taken = new Map<string, Set<string>>()
  const seen = new Map<string, string>()

  return {
    commit: ({ after, before }) => {
      if (before.deliveries === after.deliveries) return
      for (const [id, delivery] of after.deliveries) {
        if (!owed.has(id)) owed.set(id, { delivery, notification: after.notifications.get(delivery.notificationId) })
      }
    },
    arrive: (arrival) => {
      const broken: Array<string> = []
      const known = owed.get(arrival.deliveryId)
      if (known === undefined) broken.push(`${arrival.address} got a message that nobody owes: ${arrival.answer}`)
      else if (known.notification?.message.answer !== arrival.answer || known.delivery.executionId !== arrival.executionId) {
        broken.push(`${arrival.address} got another message than it is owed: ${arrival.answer}`)
      }
      const body = `${arrival.notificationId} ${arrival.event} ${arrival.answer}`
      if ((seen.get(arrival.deliveryId) ?? body) !== body) broken.push(`${arrival.address} got one id with two bodies`)
      seen.set(arrival.deliveryId, body)
      if (!arrival.taken) return broken
      const about = known?.notification?.about ?? ""
      const event = `${about} ${arrival.executionId} ${arrival.event} ${arrival.kind} ${arrival.address}`
      const ids = taken.get(event) ?? new Set()
      ids.add(arrival.deliveryId)
      taken.set(event, ids)
      if (ids.size > 1) broken.push(`${arrival.address} was told one event of one run under two ids`)
      return broken
    },
    unfulfilled: ({ deliveries }) => {
      const took = new Set([...taken.values()].flatMap((ids) => [...ids]))
      return [...deliveries.values()].flatMap((delivery) => {
        if (delivery.status === "pending") return [`${delivery.address} is still owed "${delivery.event}" of ${delivery.createdAt.toString()}`]
        if (delivery.status === "sent" && !took.has(delivery.id)) return [`${delivery.address} was told nothing, though it says so`]
        return delivery.status !== "sent" && delivery.lastError === null
          ? [`${delivery.address} was not told, and it does not say why`]
          : []
      })
    }
  }
}
