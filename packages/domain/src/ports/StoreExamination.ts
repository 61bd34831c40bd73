import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ExecutionStatusSchema } from "../execution/Execution.ts"
import { DeliveryId, ExecutionId, TaskId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { TaskStateSchema } from "../task/Task.ts"
import type { StorageError } from "./StorageError.ts"

/** What the invariants of the store are about, of one task, as its rows say it: read without believing them. */
export const TaskFacts = Schema.Struct({
  taskId: TaskId,
  userId: UserId,
  state: TaskStateSchema,
  /** Why the row does not have the form of a `Task`, so that every use of it fails; null: it has. */
  unreadable: Schema.NullOr(Schema.String),
  dueAt: Schema.NullOr(Instant),
  /** Null: the task is under no claim. In the past: its worker has not been heard of since. */
  leaseUntil: Schema.NullOr(Instant),
  /** Executions that are not over. */
  open: Schema.Array(Schema.Struct({ id: ExecutionId, status: ExecutionStatusSchema })),
  /** Executions that are not running, or over, and have a try in progress all the same. */
  strayTries: Schema.Array(ExecutionId),
  /** Executions that decided to tell and for which no notification is stored. */
  unowed: Schema.Array(ExecutionId),
  /** Deliveries that are neither over nor due ever. */
  undatedDeliveries: Schema.Array(DeliveryId),
  /** Deliveries that are not over, by channel. */
  pending: Schema.Array(Schema.Struct({ id: DeliveryId, kind: Schema.String }))
})
export type TaskFacts = typeof TaskFacts.Type

/** What one instant says of some tasks. */
export interface Examined {
  readonly facts: ReadonlyArray<TaskFacts>
  /** That instant, by the storage's clock. */
  readonly now: DateTime.Utc
}

/** How the carriers of wake-ups stand to the intents they carry. */
export interface TimerFacts {
  /** Tasks that are due, or will be within a minute, and that nothing will wake in time. */
  readonly missing: number
  /** Wake-ups that no task wants. */
  readonly stray: number
}

/**
 * The store as somebody sees it who checks it. For `doctor` and for tests; nothing else reads it.
 *
 * Laws
 * - `page` walks all tasks by id, ascending, each once, and shows of each what its rows say at one instant.
 * - A run in progress shows as a live lease and a running execution; one that is settled shows as neither.
 * - A sound store has no missing and no stray timers, and repairing them changes nothing that is claimable.
 */
export class StoreExamination extends Context.Service<StoreExamination, {
  readonly page: (query: { readonly after: TaskId | null; readonly limit: number }) => Effect.Effect<Examined, StorageError>
  /** Of one task; no facts where it is not stored. */
  readonly of: (taskId: TaskId) => Effect.Effect<Examined, StorageError>
  readonly timers: Effect.Effect<TimerFacts, StorageError>
  readonly repairTimers: Effect.Effect<void, StorageError>
}>()("@vedette/domain/ports/StoreExamination") {}
