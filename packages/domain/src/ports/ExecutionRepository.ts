import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Attempt, Execution } from "../execution/Execution.ts"
import type { ExecutionStatus } from "../execution/executionLifecycle.ts"
import type { ExecutionId, TaskId, UserId } from "../ids.ts"
import type { Usage } from "../search/Judgement.ts"
import type { StorageError } from "./StorageError.ts"

/** A write of an execution, on condition that it still has this status under this fence. */
export interface ExecutionChange {
  readonly execution: Execution
  readonly from: { readonly status: ExecutionStatus; readonly fence: number }
}

/** How the attempt in progress of an execution ended. Without a `usage` it keeps what it told by itself. */
export type AttemptEnd = Pick<Attempt, "executionId" | "outcome" | "category" | "errorMessage" | "usage"> & {
  readonly endedAt: DateTime.Utc
}

/** What an attempt in progress has cost, told by its own worker before it lets go. */
export type AttemptUsage = Pick<Attempt, "executionId" | "fence"> & { readonly usage: Usage }

/**
 * Executions and their attempts. Writes take many, because claims and settlements come in batches: each is one statement,
 * all or nothing.
 *
 * Laws
 * - A second open execution (`pending`, `running`, `retrying`) of one task is refused with `Conflict`
 *   (`one_open_execution`), under any concurrency.
 * - `save` writes only where the stored row has the status and fence of `from`; where one has not, it fails with
 *   `StaleVersion` and writes none. A terminal row is therefore never written again.
 * - An execution has at most one attempt in progress; `endAttempts` ends that one and leaves those that have ended as
 *   they are.
 * - `tellUsage` writes what an attempt in progress has cost, once; an end that does not know the cost leaves it.
 * - `list` is newest first (by id, descending).
 * - `prune` deletes only what has ended before the instant, told nobody (no notification is stored for it) and is not the
 *   last execution of its task; those that ended first go first.
 * - A row that cannot be read fails `find` with `CorruptRow`; it is left out of every answer of many, and logged.
 */
export class ExecutionRepository extends Context.Service<ExecutionRepository, {
  readonly insert: (executions: ReadonlyArray<Execution>) => Effect.Effect<void, StorageError>
  readonly find: (id: ExecutionId) => Effect.Effect<Option.Option<Execution>, StorageError>
  readonly findMany: (ids: ReadonlyArray<ExecutionId>) => Effect.Effect<ReadonlyArray<Execution>, StorageError>
  /** The open executions of these tasks, at most one each. */
  readonly findOpen: (taskIds: ReadonlyArray<TaskId>) => Effect.Effect<ReadonlyArray<Execution>, StorageError>
  readonly save: (changes: ReadonlyArray<ExecutionChange>) => Effect.Effect<void, StorageError>
  readonly list: (query: {
    readonly taskId: TaskId
    readonly status: ExecutionStatus | null
    /** Only those that told somebody. */
    readonly notifiedOnly: boolean
    readonly after: ExecutionId | null
    readonly offset: number
    readonly limit: number
  }) => Effect.Effect<ReadonlyArray<Execution>, StorageError>
  readonly count: (query: {
    readonly taskId: TaskId
    readonly status: ExecutionStatus | null
    readonly notifiedOnly: boolean
  }) => Effect.Effect<number, StorageError>
  /** Those that told somebody, of all tasks of an owner or (null) of all public tasks; newest first (by id, descending). */
  readonly listTold: (query: {
    readonly userId: UserId | null
    readonly after: ExecutionId | null
    readonly limit: number
  }) => Effect.Effect<ReadonlyArray<Execution>, StorageError>
  /** The evidence of the last good runs of each task, newest first, at most `limit` a task. */
  readonly findings: (taskIds: ReadonlyArray<TaskId>, limit: number) => Effect.Effect<
    ReadonlyMap<TaskId, ReadonlyArray<string>>,
    StorageError
  >
  /** Deletes up to `limit` executions that are worth keeping no longer, with their attempts; answers how many. */
  readonly prune: (query: { readonly endedBefore: DateTime.Utc; readonly limit: number }) => Effect.Effect<number, StorageError>
  readonly insertAttempts: (attempts: ReadonlyArray<Attempt>) => Effect.Effect<void, StorageError>
  readonly endAttempts: (ends: ReadonlyArray<AttemptEnd>) => Effect.Effect<void, StorageError>
  readonly tellUsage: (usages: ReadonlyArray<AttemptUsage>) => Effect.Effect<void, StorageError>
  /** Of all these executions, by execution and `n`, ascending. */
  readonly attempts: (executionIds: ReadonlyArray<ExecutionId>) => Effect.Effect<ReadonlyArray<Attempt>, StorageError>
}>()("@vedette/domain/ports/ExecutionRepository") {}
