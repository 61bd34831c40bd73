import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { TaskId, UserId } from "../ids.ts"
import type { Task } from "../task/Task.ts"
import type { TaskState } from "../task/taskLifecycle.ts"
import type { StorageError } from "./StorageError.ts"
import type { Claim } from "./WorkQueue.ts"

/**
 * Tasks.
 *
 * Laws
 * - What is inserted is found again unchanged, `dueAt` excepted: it is always null after `insert` and is written by
 *   `WorkQueue` alone; `save` leaves it (and the queue's generation, fence and lease) as it is, and the counters
 *   `viewCount` and `subscriberCount` too, which readers raise without touching the version.
 * - `save` of a copy whose `version` is not the stored one fails with `StaleVersion` and writes nothing; it stores
 *   `version + 1` and answers the task as stored.
 * - `insert` of a second task with the same owner and `externalId` fails with `Conflict` (`external_id`).
 * - `list` is newest first (by id, descending) and never shows another owner's task.
 * - A row that cannot be read (another version of this program wrote it) fails `find` and `lock` with `CorruptRow`. It is
 *   left out of `list` and `lockClaimed` and logged with its id: it holds up nobody else.
 * - `delete` takes the task's executions, attempts, notifications and deliveries with it, and its timer.
 */
export class TaskRepository extends Context.Service<TaskRepository, {
  readonly insert: (task: Task) => Effect.Effect<void, StorageError>
  readonly find: (id: TaskId) => Effect.Effect<Option.Option<Task>, StorageError>
  readonly findByExternalId: (userId: UserId, externalId: string) => Effect.Effect<Option.Option<Task>, StorageError>
  /** As `find`, and nobody else writes the task until the transaction ends. */
  readonly lock: (id: TaskId) => Effect.Effect<Option.Option<Task>, StorageError>
  /** Locks, in one order for everybody, the tasks of those claims that are still live. A lost claim is not answered. */
  readonly lockClaimed: (claims: ReadonlyArray<Claim>) => Effect.Effect<
    ReadonlyArray<{ readonly claim: Claim; readonly task: Task }>,
    StorageError
  >
  readonly save: (task: Task) => Effect.Effect<Task, StorageError>
  /** As `save` for each, in one statement: all are written or none. */
  readonly saveAll: (tasks: ReadonlyArray<Task>) => Effect.Effect<void, StorageError>
  readonly list: (query: {
    readonly userId: UserId
    readonly state: TaskState | null
    /** Only tasks older than this one. */
    readonly after: TaskId | null
    readonly limit: number | null
  }) => Effect.Effect<ReadonlyArray<Task>, StorageError>
  readonly count: (query: { readonly userId: UserId; readonly state: TaskState | null }) => Effect.Effect<
    number,
    StorageError
  >
  /** False: there was no such task. */
  readonly delete: (id: TaskId) => Effect.Effect<boolean, StorageError>
}>()("@vedette/domain/ports/TaskRepository") {}
