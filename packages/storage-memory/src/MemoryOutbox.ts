import {
  Conflict,
  type CountedDelivery,
  type Delivery,
  type DeliveryQuery,
  deliveryLifecycle,
  nextState,
  Outbox,
  type PutBackQuery,
  withinLimits
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase, refused } from "./MemoryDatabase.ts"
import type { MemoryState } from "./MemoryState.ts"

/** When a delivery may be claimed: due and out of any lease, epoch milliseconds; null: it is over. */
const claimableAt = (state: MemoryState, delivery: Delivery): number | null => {
  if (delivery.status !== "pending" || delivery.dueAt === null || delivery.digestId !== null) return null
  const due = DateTime.toEpochMillis(delivery.dueAt)
  const lease = HashMap.get(state.deliveryLeases, delivery.id)
  return Option.isSome(lease) ? Math.max(due, lease.value.until) : due
}

const dueMillis = (delivery: Delivery): number =>
  delivery.dueAt === null ? Infinity : DateTime.toEpochMillis(delivery.dueAt)

/** The longest due goes first; ids, which rise with time, settle a tie the same way everywhere. */
const longestDueFirst = (a: Delivery, b: Delivery): number => dueMillis(a) - dueMillis(b) || (a.id < b.id ? -1 : 1)

/** One event is owed to one target once. */
const sameTarget = (a: Delivery, b: Delivery): boolean =>
  a.notificationId === b.notificationId && a.kind === b.kind && a.address === b.address

const found = (state: MemoryState, { executionId, kind, taskId, userId }: DeliveryQuery): ReadonlyArray<Delivery> =>
  HashMap.toValues(state.deliveries).filter((row) =>
    row.userId === userId &&
    (taskId === null || row.taskId === taskId) &&
    (executionId === null || row.executionId === executionId) &&
    (kind === null || row.kind === kind)
  )

const isPutBack = (state: MemoryState, { id, since, ...query }: PutBackQuery): ReadonlyArray<Delivery> =>
  found(state, query).filter((row) =>
    (id === null || row.id === id) &&
    (since === null || DateTime.isGreaterThanOrEqualTo(row.createdAt, since)) &&
    nextState(deliveryLifecycle, row.status, "resend") !== undefined
  )

/** What counts against the limits of a channel. Windows are looked at by `withinLimits`. */
const countedOf = (state: MemoryState, kind: Delivery["kind"], now: number): ReadonlyArray<CountedDelivery> => {
  // What a digest tells is one message and not many.
  const told = new Set<string>()
  return HashMap.toValues(state.deliveries).flatMap((row): ReadonlyArray<CountedDelivery> => {
    const { address, completedAt, digestId, id, status, userId } = row
    const message = `${digestId ?? id} ${status}`
    if (row.kind !== kind || told.has(message)) return []
    const count = (times: Pick<CountedDelivery, "leaseUntil" | "sentAt">) => {
      told.add(message)
      return [{ userId, address, ...times }]
    }
    if (status === "sent") {
      return completedAt === null ? [] : count({ sentAt: DateTime.toEpochMillis(completedAt), leaseUntil: null })
    }
    const lease = digestId === null ? HashMap.get(state.deliveryLeases, id) : HashMap.get(state.digestLeases, digestId)
    const live = status === "pending" && Option.isSome(lease) && lease.value.until > now
    return live ? count({ sentAt: null, leaseUntil: lease.value.until }) : []
  })
}

export const MemoryOutbox = Layer.effect(
  Outbox,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    Outbox.of({
      owe: (notification, deliveries) =>
        write((state) => {
          const known = HashMap.toValues(state.notifications).find((other) =>
            other.executionId === notification.executionId && other.event === notification.event &&
            other.about === notification.about
          )
          // The event was decided on before, under another id: what is owed for it is owed already.
          if (known !== undefined && known.id !== notification.id) return changed(undefined, state)
          const owed = HashMap.toValues(state.deliveries)
          const fresh = deliveries.filter((delivery, i) =>
            ![...owed, ...deliveries.slice(0, i)].some((other) => sameTarget(other, delivery))
          )
          return changed(undefined, {
            ...state,
            notifications: known === undefined
              ? HashMap.set(state.notifications, notification.id, notification)
              : state.notifications,
            deliveries: HashMap.setMany(state.deliveries, fresh.map((delivery) => [delivery.id, delivery] as const))
          })
        }),
      notification: (id) => read((state) => HashMap.get(state.notifications, id)),
      claim: ({ kind, lease, limit, limits = [], worker }) =>
        write((state, now) => {
          const nowMs = DateTime.toEpochMillis(now)
          const due = HashMap.toValues(state.deliveries)
            .filter((delivery) => delivery.kind === kind && (claimableAt(state, delivery) ?? Infinity) <= nowMs)
            .sort(longestDueFirst)
            .slice(0, limit)
          const within = withinLimits(due, countedOf(state, kind, nowMs), limits, nowMs, Duration.toMillis(lease))
          const waiting = within.putOff.flatMap(({ id, until, why }) =>
            due.filter((delivery) => delivery.id === id).map((delivery) => ({
              ...delivery,
              dueAt: DateTime.makeUnsafe(until),
              lastError: why
            }))
          )
          const taken = due
            .filter(({ id }) => within.taken.includes(id))
            .map((delivery) => ({ ...delivery, fence: delivery.fence + 1 }))
          const until = nowMs + Duration.toMillis(lease)
          return changed(taken, {
            ...state,
            deliveries: HashMap.setMany(
              state.deliveries,
              [...taken, ...waiting].map((delivery) => [delivery.id, delivery] as const)
            ),
            deliveryLeases: HashMap.setMany(
              state.deliveryLeases,
              taken.map((delivery) => [delivery.id, { until, owner: worker }] as const)
            )
          })
        }),
      save: (delivery, attempt) =>
        write((state) => {
          const row = HashMap.get(state.deliveries, delivery.id)
          if (Option.isNone(row) || row.value.status !== "pending" || row.value.fence !== delivery.fence) {
            return changed(false, state)
          }
          if (HashMap.some(state.deliveries, (other) => other.id !== delivery.id && sameTarget(other, delivery))) {
            return refused(new Conflict({ message: "The event is owed to this address already.", rule: "other" }))
          }
          const tries = Option.getOrElse(HashMap.get(state.deliveryAttempts, delivery.id), () => [])
          return changed(true, {
            ...state,
            deliveries: HashMap.set(state.deliveries, delivery.id, delivery),
            deliveryLeases: HashMap.remove(state.deliveryLeases, delivery.id),
            deliveryAttempts: attempt === null
              ? state.deliveryAttempts
              : HashMap.set(state.deliveryAttempts, delivery.id, [...tries, attempt])
          })
        }),
      putBack: (which) =>
        write((state, now) => {
          const back = isPutBack(state, which).map((delivery): Delivery => ({
            ...delivery,
            status: "pending",
            attemptsBefore: delivery.attempts,
            dueAt: now,
            fence: delivery.fence + 1,
            completedAt: null
          }))
          return changed(back.length, {
            ...state,
            deliveries: HashMap.setMany(state.deliveries, back.map((delivery) => [delivery.id, delivery] as const)),
            deliveryLeases: HashMap.removeMany(state.deliveryLeases, back.map(({ id }) => id))
          })
        }),
      delivery: (userId, id) =>
        read((state) => Option.filter(HashMap.get(state.deliveries, id), (row) => row.userId === userId)),
      deliveries: ({ limit, offset, ...query }) =>
        read((state) => found(state, query).toSorted((a, b) => a.id < b.id ? 1 : -1).slice(offset, offset + limit)),
      countDeliveries: (query) => read((state) => found(state, query).length),
      attempts: (id) =>
        read((state) =>
          [...Option.getOrElse(HashMap.get(state.deliveryAttempts, id), () => [])].sort((a, b) => a.n - b.n)
        ),
      untilNext: (kind) =>
        read((state, now) => {
          const next = HashMap.toValues(state.deliveries).reduce((least, delivery) =>
            delivery.kind === kind ? Math.min(least, claimableAt(state, delivery) ?? Infinity) : least, Infinity)
          return next === Infinity
            ? Option.none()
            : Option.some(Duration.millis(Math.max(0, next - DateTime.toEpochMillis(now))))
        })
    }))
)
