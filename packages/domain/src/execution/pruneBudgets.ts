import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { BudgetLedger } from "../ports/BudgetLedger.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { inBatches } from "../upkeep/inBatches.ts"

/** Rows of numbers, deleted in one statement: some hundredths of a second. */
const BATCH = 5_000

/** Forgets the windows of budgets that ended longer ago than `keep`, with what was reserved in them, in batches. Answers how many. */
export const pruneBudgets = Effect.fn("pruneBudgets")(function*(keep: Duration.Duration) {
  const ledger = yield* BudgetLedger
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const endedBefore = DateTime.subtractDuration(now, keep)
  return yield* inBatches(BATCH, (limit) => ledger.prune({ endedBefore, limit }))
})
