import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { TaskId, UserId } from "../ids.ts"
import type { HealthStatus } from "../task/Health.ts"
import type { Task } from "../task/Task.ts"
import type { TaskState } from "../task/taskLifecycle.ts"
import type { StorageError } from "./StorageError.ts"
import type { Claim } from "./WorkQueue.ts"

/** Which of an owner's tasks. Absent or null: whatever it is. */
export interface TaskQuery {
  readonly userId: UserId
  readonly state: TaskState | null
  /** Text that the name, the query or the condition's description contains, in any case. */
  readonly q?: string | null
  readonly tag?: string | null
  readonly health?: HealthStatus | null
}

/** Which of the public tasks, whosever they are. */
export interface PublicTaskQuery {
  /** As in `TaskQuery`; null: all of them. */
  readonly q: string | null
}

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
 * - `listPublic` shows public tasks and no other; `recent` is newest first, `popular` most viewed first, and of equally
 *   viewed ones newest first.
 * - `recordView` counts a reader once a task and day, `recordSubscriber` a user once a task and for ever, under any
 *   concurrency; both raise the counter in the same write, without touching the version.
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
  readonly list: (
    query: TaskQuery & {
      /** Only tasks older than this one. */
      readonly after: TaskId | null
      readonly limit: number | null
    }
  ) => Effect.Effect<ReadonlyArray<Task>, StorageError>
  readonly count: (query: TaskQuery) => Effect.Effect<number, StorageError>
  /** Those of them that exist and can be read, in no order. */
  readonly findMany: (ids: ReadonlyArray<TaskId>) => Effect.Effect<ReadonlyArray<Task>, StorageError>
  readonly listPublic: (
    query: PublicTaskQuery & {
      readonly sortBy: "recent" | "popular"
      readonly offset: number
      readonly limit: number
    }
  ) => Effect.Effect<ReadonlyArray<Task>, StorageError>
  readonly countPublic: (query: PublicTaskQuery) => Effect.Effect<number, StorageError>
  /** Those of the names that the owner's tasks have. */
  readonly namesInUse: (userId: UserId, names: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<string>, StorageError>
  /**
   * Counts a reader of a task. `reader` is opaque and stands for one person or browser; `day` is `YYYY-MM-DD`. What is
   * kept of the readers of earlier days is forgotten.
   *
   * @returns whether the view was counted: false for one who has been counted that day, and where there is no such task
   */
  readonly recordView: (id: TaskId, view: { readonly reader: string; readonly day: string }) => Effect.Effect<
    boolean,
    StorageError
  >
  /** Counts a user who forked the task. False: already counted, or no such task. */
  readonly recordSubscriber: (id: TaskId, userId: UserId) => Effect.Effect<boolean, StorageError>
  /** How many active tasks a user has. Until the transaction ends nobody else gets this answer for the same user. */
  readonly lockActiveCount: (userId: UserId) => Effect.Effect<number, StorageError>
  /** False: there was no such task. */
  readonly delete: (id: TaskId) => Effect.Effect<boolean, StorageError>
}>()("@vedette/domain/ports/TaskRepository") {}
