import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { DeliveryId, ExecutionId, NotificationId, TaskId, UserId } from "../ids.ts"
import type { Delivery, DeliveryAttempt } from "../notification/Delivery.ts"
import type { DeliveryLimit } from "../notification/DeliveryLimit.ts"
import type { Notification } from "../notification/Notification.ts"
import type { ChannelKind } from "./ChannelTarget.ts"
import type { StorageError } from "./StorageError.ts"

/** Which of an owner's deliveries. Null: whatever it is. */
export interface DeliveryQuery {
  readonly userId: UserId
  readonly taskId: TaskId | null
  readonly executionId: ExecutionId | null
  readonly kind: ChannelKind | null
}

/** Which of an owner's deliveries to put back. Null: whatever it is. */
export interface PutBackQuery extends DeliveryQuery {
  readonly id: DeliveryId | null
  /** Owed at this instant or later. */
  readonly since: DateTime.Utc | null
}

/**
 * Notifications decided on, and the deliveries owed for them. The rows are their own queue: a delivery is claimed
 * by lease and fence exactly as a run is.
 *
 * Laws
 * - A notification is stored once per execution, event and the delivery it is about, a delivery once per notification, kind and address;
 *   owing it again changes nothing.
 * - `claim` answers only `pending` deliveries of the kind that are due by the storage's clock and under no live lease,
 *   longest due first; each claim raises the fence, so at most one claim of a delivery is live.
 * - A claim takes no more than the limits leave room for, counting what was sent within their windows and what is under a
 *   live lease, whoever claimed it; what is over a limit it puts off until there may be room, with the reason. It is
 *   claimed then, in its turn, and never dropped. A digest counts as one message, and waits for nothing itself.
 * - `putBack` makes those pending that have failed or were skipped: due at once by the storage's clock, under no lease,
 *   with a higher fence, and all tries so far counted as before; where it was sent, and why not, stay. Others it leaves
 *   as they are.
 * - `save` writes only where the stored row is still `pending` with the claim's fence; otherwise it answers false and
 *   writes nothing. It ends the lease. It writes the outcome and where the delivery was sent (`target`, `address`), never
 *   what is told or to whom it belongs; an address that another delivery of the same notification and kind has fails
 *   with `Conflict`.
 * - A row that cannot be read is left out of every answer of many and logged; it holds up nobody else.
 * - An unsaved claim is claimable again once its lease has run out; an adapter that knows that who held it is gone may end
 *   the lease then. Either way it is the same delivery, and may have been sent: it goes out under its id.
 */
export class Outbox extends Context.Service<Outbox, {
  readonly owe: (
    notification: Notification,
    deliveries: ReadonlyArray<Delivery>
  ) => Effect.Effect<void, StorageError>
  readonly notification: (id: NotificationId) => Effect.Effect<Option.Option<Notification>, StorageError>
  readonly claim: (options: {
    /** One channel: channels never wait for each other. */
    readonly kind: ChannelKind
    readonly limit: number
    readonly lease: Duration.Duration
    readonly worker: string
    /** What the channel's far end bears. None: no limit. */
    readonly limits?: ReadonlyArray<DeliveryLimit>
  }) => Effect.Effect<ReadonlyArray<Delivery>, StorageError>
  /** Stores the outcome of a claimed delivery, and the try that led to it (null: none was made). */
  readonly save: (delivery: Delivery, attempt: DeliveryAttempt | null) => Effect.Effect<boolean, StorageError>
  /** Answers how many were put back. */
  readonly putBack: (which: PutBackQuery) => Effect.Effect<number, StorageError>
  readonly delivery: (userId: UserId, id: DeliveryId) => Effect.Effect<Option.Option<Delivery>, StorageError>
  /** Newest first. */
  readonly deliveries: (
    query: DeliveryQuery & { readonly limit: number; readonly offset: number }
  ) => Effect.Effect<ReadonlyArray<Delivery>, StorageError>
  /** How many `deliveries` has in all, those that cannot be read included. */
  readonly countDeliveries: (query: DeliveryQuery) => Effect.Effect<number, StorageError>
  /** By `n`, ascending. */
  readonly attempts: (id: DeliveryId) => Effect.Effect<ReadonlyArray<DeliveryAttempt>, StorageError>
  /** Time until the next delivery of the kind is claimable, by the storage's clock; none when nothing is owed. */
  readonly untilNext: (kind: ChannelKind) => Effect.Effect<Option.Option<Duration.Duration>, StorageError>
}>()("@vedette/domain/ports/Outbox") {}
