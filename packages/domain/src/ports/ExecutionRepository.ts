import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Attempt, Execution } from "../execution/Execution.ts"
import type { ExecutionStatus } from "../execution/executionLifecycle.ts"
import type { ExecutionId, TaskId } from "../ids.ts"
import type { StorageError } from "./StorageError.ts"

/**
 * Executions and their attempts.
 *
 * Laws
 * - A second open execution (`pending`, `running`, `retrying`) of one task is refused with `Conflict`
 *   (`one_open_execution`), under any concurrency.
 * - `save` writes only where the stored row has the status and fence of `from`; otherwise it fails with `StaleVersion`
 *   and writes nothing. A terminal row is therefore never written again.
 * - `list` is newest first (by id, descending).
 */
export class ExecutionRepository extends Context.Service<ExecutionRepository, {
  readonly insert: (execution: Execution) => Effect.Effect<void, StorageError>
  readonly find: (id: ExecutionId) => Effect.Effect<Option.Option<Execution>, StorageError>
  readonly findMany: (ids: ReadonlyArray<ExecutionId>) => Effect.Effect<ReadonlyArray<Execution>, StorageError>
  /** The open executions of these tasks, at most one each. */
  readonly findOpen: (taskIds: ReadonlyArray<TaskId>) => Effect.Effect<ReadonlyArray<Execution>, StorageError>
  readonly save: (
    execution: Execution,
    from: { readonly status: ExecutionStatus; readonly fence: number }
  ) => Effect.Effect<void, StorageError>
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
  readonly insertAttempt: (attempt: Attempt) => Effect.Effect<void, StorageError>
  /** Writes the end of an attempt that is still `running`; one that has ended is left as it is. */
  readonly endAttempt: (attempt: Attempt) => Effect.Effect<void, StorageError>
  /** By `n`, ascending. */
  readonly attempts: (executionId: ExecutionId) => Effect.Effect<ReadonlyArray<Attempt>, StorageError>
}>()("@vedette/domain/ports/ExecutionRepository") {}
