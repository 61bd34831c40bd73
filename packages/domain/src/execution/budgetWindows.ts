import * as DateTime from "effect/DateTime"
import type { BudgetWindow, ReservationRequest, Spending } from "../ports/BudgetLedger.ts"
import type { RunBudget } from "../ports/Search.ts"

export interface WindowOf {
  readonly window: BudgetWindow
  /** Unique among all windows of all time. */
  readonly key: string
  readonly endsAt: DateTime.Utc
}

const dayEnd = (at: DateTime.Utc): DateTime.Utc => DateTime.add(DateTime.startOf(at, "day"), { days: 1 })
const monthEnd = (at: DateTime.Utc): DateTime.Utc => DateTime.add(DateTime.startOf(at, "month"), { months: 1 })

/** When a window that holds `at` is over, and spending begins anew. */
export const windowEnd = (window: BudgetWindow, at: DateTime.Utc): DateTime.Utc => window === "month" ? monthEnd(at) : dayEnd(at)

/**
 * The windows that a reservation falls into, the narrowest first. Storages take them in this order, which is the same for all: many
 * tasks share an owner and all share a month, so locks are taken along a tree and never in a circle.
 */
export const windowsOf = (request: Pick<ReservationRequest, "taskId" | "userId" | "at">): ReadonlyArray<WindowOf> => {
  const iso = DateTime.formatIso(request.at)
  return [
    { window: "task_day", key: `task:${request.taskId}:${iso.slice(0, 10)}`, endsAt: dayEnd(request.at) },
    { window: "user_day", key: `user:${request.userId}:${iso.slice(0, 10)}`, endsAt: dayEnd(request.at) },
    { window: "month", key: `month:${iso.slice(0, 7)}`, endsAt: monthEnd(request.at) }
  ]
}

/** Whether a window that has this much counted takes the amount. */
export const fits = (cap: RunBudget, counted: Spending, amount: Spending): boolean =>
  (cap.tokens === null || counted.tokens + amount.tokens <= cap.tokens) &&
  (cap.microUsd === null || counted.microUsd + amount.microUsd <= cap.microUsd)
