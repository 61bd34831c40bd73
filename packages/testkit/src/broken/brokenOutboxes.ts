import { ChannelKind, type DeliveryId, type ExecutionId, type NotificationId } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { inTheFuture } from "./inTheFuture.ts"

const kinds = ["webhook", "email"].map((kind) => ChannelKind.make(kind))

/** Outboxes with one defect each, over the memory storage. */
export const brokenOutboxes: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "forgets the target",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        owe: (notification, owed) => outbox.owe(notification, owed.map((delivery) => ({ ...delivery, target: {} })))
      }
    }),
    "what is owed is found again unchanged",
    "owing again changes nothing",
    "only what is pending and due is claimed, longest due first, each with a higher fence",
    "what failed or was skipped is due again under its id, with a higher fence and its tries counted as before"
  ),
  brokenStorage(
    "owes twice",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        owe: (notification, owed) =>
          Effect.flatMap(outbox.notification(notification.id), (known) => {
            if (Option.isNone(known)) return outbox.owe(notification, owed)
            const id = globalThis.crypto.randomUUID()
            return outbox.owe(
              { ...notification, id: id as NotificationId, executionId: id as ExecutionId },
              owed.map((delivery) => ({ ...delivery, notificationId: id as NotificationId }))
            )
          })
      }
    }),
    "owing again changes nothing"
  ),
  brokenStorage(
    "owes one message per run and no more",
    ({ outbox }) => {
      const told = new Set<ExecutionId>()
      return {
        outbox: {
          ...outbox,
          owe: (notification, owed) =>
            Effect.suspend(() => {
              const first = !told.has(notification.executionId)
              told.add(notification.executionId)
              return first ? outbox.owe(notification, owed) : Effect.void
            })
        }
      }
    },
    "another event, kind or address is owed for itself"
  ),
  brokenStorage(
    "claims before a delivery is due",
    ({ outbox }) => ({
      outbox: { ...outbox, claim: (options) => inTheFuture(outbox.claim(options)) }
    }),
    "only what is pending and due is claimed, longest due first, each with a higher fence",
    "a delivery becomes claimable when it is due",
    "the time until the next is that of the channel's first claimable delivery, leased ones counted from their lease's end",
    "what is over a limit is not claimed but waits, says why, and comes in its turn when there is room"
  ),
  brokenStorage(
    "counts a try that nobody made when it takes over",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        claim: (options) =>
          Effect.map(outbox.claim(options), (claimed) =>
            claimed.map((delivery) => delivery.fence === 2 && delivery.attempts === 0 ? { ...delivery, attempts: 1 } : delivery))
      }
    }),
    "an unsaved claim is claimable again once its lease has run out, and the late save writes nothing",
    "what is taken over from a claim that was lost goes out under its id, to where it was owed, with no try counted",
    "what failed or was skipped is due again under its id, with a higher fence and its tries counted as before"
  ),
  brokenStorage(
    "claims without a lease",
    ({ outbox }) => ({
      outbox: { ...outbox, claim: (options) => outbox.claim({ ...options, lease: Duration.zero }) }
    }),
    "no more than asked for are claimed",
    "a delivery becomes claimable when it is due",
    "at most one claim of a delivery is live, however many ask at once",
    "an unsaved claim is claimable again once its lease has run out, and the late save writes nothing",
    "a claim takes the deliveries of its channel, and no other's",
    "the time until the next is that of the channel's first claimable delivery, leased ones counted from their lease's end",
    "what is over a limit is not claimed but waits, says why, and comes in its turn when there is room",
    "a limit for one account counts all its addresses, and a limit to one address all accounts that write to it",
    "a digest counts as one message, being sent and when it was sent, however much it tells of",
    "however many ask at once, no more are claimed than a limit leaves room for"
  ),
  brokenStorage(
    "claims more than asked for",
    ({ outbox }) => ({
      outbox: { ...outbox, claim: (options) => outbox.claim({ ...options, limit: options.limit + 1 }) }
    }),
    "no more than asked for are claimed"
  ),
  brokenStorage(
    "never gives a lost claim to another",
    ({ outbox }) => ({
      outbox: { ...outbox, claim: (options) => outbox.claim({ ...options, lease: Duration.days(1) }) }
    }),
    "an unsaved claim is claimable again once its lease has run out, and the late save writes nothing",
    "what is taken over from a claim that was lost goes out under its id, to where it was owed, with no try counted",
    "what is over a limit is not claimed but waits, says why, and comes in its turn when there is room"
  ),
  brokenStorage(
    "ignores the fence",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        save: Effect.fnUntraced(function*(delivery, attempt) {
          const { taskId, userId } = delivery
          const rows = yield* outbox.deliveries({ userId, taskId, executionId: null, kind: null, limit: 100, offset: 0 })
          const fence = rows.find(({ id }) => id === delivery.id)?.fence ?? delivery.fence
          return yield* outbox.save({ ...delivery, fence }, attempt)
        })
      }
    }),
    "an unsaved claim is claimable again once its lease has run out, and the late save writes nothing",
    "a claim from before it was given up writes nothing once it is put back"
  ),
  brokenStorage(
    "says stored of what it refused",
    ({ outbox }) => ({
      outbox: { ...outbox, save: (delivery, attempt) => Effect.as(outbox.save(delivery, attempt), true) }
    }),
    "save stores the outcome and the try, and a delivery that is over stays over",
    "an unsaved claim is claimable again once its lease has run out, and the late save writes nothing",
    "a claim from before it was given up writes nothing once it is put back"
  ),
  brokenStorage(
    "keeps the address it was owed to",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        save: Effect.fnUntraced(function*(delivery, attempt) {
          const { taskId, userId } = delivery
          const rows = yield* outbox.deliveries({ userId, taskId, executionId: null, kind: null, limit: 100, offset: 0 })
          const address = rows.find(({ id }) => id === delivery.id)?.address ?? delivery.address
          return yield* outbox.save({ ...delivery, address }, attempt)
        })
      }
    }),
    "save stores where a delivery was sent; an address that the event is owed to already is refused"
  ),
  brokenStorage(
    "keeps the lease after save",
    ({ outbox }) => {
      const saved = new Set<DeliveryId>()
      return {
        outbox: {
          ...outbox,
          save: (delivery, attempt) => {
            saved.add(delivery.id)
            return outbox.save(delivery, attempt)
          },
          claim: (options) =>
            Effect.map(outbox.claim(options), (claimed) => claimed.filter((delivery) => !saved.has(delivery.id)))
        }
      }
    },
    "save ends the lease: a delivery put off is claimable again when it is due",
    "tries come in their order",
    "a claim from before it was given up writes nothing once it is put back",
    "only what is asked for is put back: one, those of a task or a channel, those since an instant, and the owner's alone"
  ),
  brokenStorage(
    "answers tries last first",
    ({ outbox }) => ({
      outbox: { ...outbox, attempts: (id) => Effect.map(outbox.attempts(id), (tries) => tries.toReversed()) }
    }),
    "tries come in their order"
  ),
  brokenStorage(
    "always expects something now",
    ({ outbox }) => ({
      outbox: { ...outbox, untilNext: () => Effect.succeed(Option.some(Duration.zero)) }
    }),
    "the time until the next is that of the channel's first claimable delivery, leased ones counted from their lease's end"
  ),
  brokenStorage(
    "claims for all channels at once",
    ({ outbox }) => ({
      outbox: {
        ...outbox,
        claim: (options) =>
          Effect.map(
            Effect.forEach(kinds, (kind) => outbox.claim({ ...options, kind })),
            (claimed) => claimed.flat().slice(0, options.limit)
          )
      }
    }),
    "a claim takes the deliveries of its channel, and no other's"
  )
]
