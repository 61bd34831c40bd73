import { BudgetLedger, UnitOfWork } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Duty } from "./startDuty.ts"

/** A window that is over counts for nothing; the last month's is kept for whoever wants to look. */
const KEEP = Duration.days(62)

/** Forgets the windows of budgets that are long over. */
export const budgetDuty = {
  name: "budgets",
  schedule: { every: Duration.hours(24) },
  perform: Effect.gen(function*() {
    const ledger = yield* BudgetLedger
    const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
    yield* ledger.prune(DateTime.subtractDuration(now, KEEP))
  })
} satisfies Duty<unknown, unknown>
