import { pruneBudgets } from "@vedette/domain"
import * as Duration from "effect/Duration"
import type { Duty } from "./startDuty.ts"

/** A window that is over counts for nothing; the last month's is kept for whoever wants to look. */
const KEEP = Duration.days(62)

/** Forgets the windows of budgets that are long over. */
export const budgetDuty = {
  name: "budgets",
  schedule: { every: Duration.hours(24) },
  perform: pruneBudgets(KEEP)
} satisfies Duty<unknown, unknown>
