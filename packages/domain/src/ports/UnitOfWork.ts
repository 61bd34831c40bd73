import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type { StorageError } from "./StorageError.ts"

/**
 * All or nothing over every repository and the work queue of one storage.
 *
 * Laws
 * - The transaction is ambient: whatever repositories and `WorkQueue` do inside `transact` joins it.
 * - A failure, defect or interruption inside leaves nothing behind; success leaves all.
 * - Nested calls join the outer transaction; one that fails takes back its own writes, and the outer one may go on.
 * - What is not committed is seen by nobody else.
 * - What a row lock (`TaskRepository.lock`) read stays true until the transaction ends.
 * - A transaction that met contention (a deadlock, a serialisation failure) is run again, three times in all.
 */
export class UnitOfWork extends Context.Service<UnitOfWork, {
  /**
   * The storage's own time; inside a transaction, the time it began. Every due time is reckoned from it, because due
   * times are compared with it: a worker whose clock is wrong must not run early, late or in a loop.
   */
  readonly now: Effect.Effect<DateTime.Utc, StorageError>
  readonly transact: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E | StorageError, R>
}>()("@vedette/domain/ports/UnitOfWork") {}
