import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type { ExecutionId, TaskId, UserId } from "../ids.ts"
import type { RunBudget } from "./Search.ts"
import type { StorageError } from "./StorageError.ts"

/** Windows in which spending is capped, by UTC: a day of a task, a day of its owner, a month of the whole installation. */
export type BudgetWindow = "task_day" | "user_day" | "month"

export interface Spending {
  readonly tokens: number
  /** Millionths of a US dollar. */
  readonly microUsd: number
}

export interface ReservationRequest {
  readonly executionId: ExecutionId
  /** The claim's: each try reserves for itself. */
  readonly fence: number
  readonly taskId: TaskId
  readonly userId: UserId
  /** What the try may cost at most. */
  readonly amount: Spending
  readonly caps: Readonly<Record<BudgetWindow, RunBudget>>
  /** In whose windows it falls: the storage's time. */
  readonly at: DateTime.Utc
}

/**
 * What is spent on models and searches, per window.
 *
 * Laws
 * - All or nothing: a reservation is counted in its three windows, or refused by the first of them that it would take over its cap, and
 *   then counted in none. Of many who reserve at once no more than the cap is reserved.
 * - A try reserves once: while its reservation stands, asking again answers that it stands and counts nothing.
 * - Settling replaces what was reserved by what was spent, in the windows of the reservation, once: settling again changes nothing.
 * - Settling late counts in those of its windows that are not forgotten yet, and brings none back.
 * - What is never settled stays counted as reserved: whoever crashed may have spent it.
 * - `prune` forgets what ended before and nothing else, at most `limit` at once.
 * - Windows of other tasks, owners, days and months do not count for each other.
 */
export class BudgetLedger extends Context.Service<BudgetLedger, {
  /** Null where it is reserved; else the window that is used up. */
  readonly reserve: (request: ReservationRequest) => Effect.Effect<BudgetWindow | null, StorageError>
  readonly settle: (
    reservation: { readonly executionId: ExecutionId; readonly fence: number },
    spent: Spending
  ) => Effect.Effect<void, StorageError>
  /**
   * Forgets windows that ended before, and what was reserved in them, at most `limit` of each. Answers how many windows, or how many
   * reservations where these were more.
   */
  readonly prune: (which: { readonly endedBefore: DateTime.Utc; readonly limit: number }) => Effect.Effect<number, StorageError>
}>()("@vedette/domain/ports/BudgetLedger") {}
