import type { Delivery, Notification } from "@vedette/domain"
import type { Arrival } from "../world/Receivers.ts"
import type { Step } from "./Step.ts"
import type { StoreImage } from "./StoreImage.ts"

/** Follows everything that was ever owed, and everything that reached a receiver. */
export interface Telling {
  readonly commit: (step: Step) => void
  readonly arrive: (arrival: Arrival) => ReadonlyArray<string>
  /** At the end, when nothing has gone wrong for days: what is still open, or was told wrongly. */
  readonly unfulfilled: (image: StoreImage, nowMs: number) => ReadonlyArray<string>
}

interface Owed {
  readonly delivery: Delivery
  readonly notification: Notification | undefined
}

/** A message is known to its receiver by its own id, or in a digest by that and what it tells. */
const idOf = ({ messageId, notificationId }: { readonly messageId: string; readonly notificationId: string }) => `${messageId} ${notificationId}`

/** Due just as the history ends: it is being taken up. */
const GRACE_MS = 2 * 60_000

/** The longest that a digest gathers, and a day for a try. */
const GATHERS_MS = 8 * 24 * 3_600_000

export const makeTelling = (): Telling => {
  const owed = new Map<string, Owed>()
  /** What may come in a digest, by what it tells. */
  const gathered = new Map<string, Owed>()
  const taken = new Map<string, Set<string>>()
  const seen = new Map<string, string>()
  /** Put back by hand: what was taken, and not known to be, is told once more. */
  const putBack = new Set<string>()

  return {
    commit: ({ after, before }) => {
      if (before.deliveries === after.deliveries) return
      for (const [id, delivery] of after.deliveries) {
        const known = owed.get(id)
        if (delivery.attemptsBefore > (before.deliveries.get(id)?.attemptsBefore ?? 0)) putBack.add(delivery.notificationId)
        if (known !== undefined && known.delivery.digestId === delivery.digestId) continue
        const one = { delivery, notification: known?.notification ?? after.notifications.get(delivery.notificationId) }
        owed.set(id, one)
        if (delivery.digestId !== null) gathered.set(idOf({ messageId: delivery.digestId, notificationId: delivery.notificationId }), one)
      }
    },
    arrive: (arrival) => {
      const broken: Array<string> = []
      const known = owed.get(arrival.messageId) ?? gathered.get(idOf(arrival))
      if (known === undefined) broken.push(`${arrival.address} got a message that nobody owes: ${arrival.answer}`)
      else if (known.notification?.message.answer !== arrival.answer || known.delivery.executionId !== arrival.executionId) {
        broken.push(`${arrival.address} got another message than it is owed: ${arrival.answer}`)
      }
      const id = idOf(arrival)
      const body = `${arrival.notificationId} ${arrival.event} ${arrival.answer}`
      if ((seen.get(id) ?? body) !== body) broken.push(`${arrival.address} got one id with two bodies`)
      seen.set(id, body)
      if (!arrival.taken) return broken
      const about = known?.notification?.about ?? ""
      const event = `${about} ${arrival.executionId} ${arrival.event} ${arrival.kind} ${arrival.address}`
      const ids = taken.get(event) ?? new Set()
      ids.add(id)
      taken.set(event, ids)
      if (ids.size > 1 && !putBack.has(arrival.notificationId)) broken.push(`${arrival.address} was told one event of one run under two ids`)
      return broken
    },
    unfulfilled: ({ deliveries }, nowMs) => {
      const took = new Set([...taken.values()].flatMap((ids) => [...ids]))
      const wasTaken = ({ digestId, id, notificationId }: Delivery) =>
        took.has(idOf({ messageId: id, notificationId })) || (digestId !== null && took.has(idOf({ messageId: digestId, notificationId })))
      const isGathering = ({ digestId, dueAt }: Delivery) =>
        digestId !== null && dueAt !== null && dueAt.epochMilliseconds > nowMs - GRACE_MS && dueAt.epochMilliseconds < nowMs + GATHERS_MS
      return [...deliveries.values()].flatMap((delivery) => {
        if (delivery.status === "pending") {
          return isGathering(delivery) ? [] : [`${delivery.address} is still owed "${delivery.event}" of ${delivery.createdAt.toString()}`]
        }
        if (delivery.status === "sent" && !wasTaken(delivery)) return [`${delivery.address} was told nothing, though it says so`]
        return delivery.status !== "sent" && delivery.lastError === null
          ? [`${delivery.address} was not told, and it does not say why`]
          : []
      })
    }
  }
}
