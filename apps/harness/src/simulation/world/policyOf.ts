import { defaultPolicy, type PolicySettings } from "@vedette/domain"
import type { Plan } from "../plan/Plan.ts"

/** What the installation of a plan decides for all its tasks. */
export const policyOf = ({ budget }: Plan): PolicySettings => {
  const cap = (tokens: number | null) => ({ tokens, microUsd: null })
  return budget === null ? defaultPolicy : {
    ...defaultPolicy,
    budget: { run: cap(budget.run), taskDay: cap(budget.taskDay), userDay: cap(budget.userDay), month: cap(budget.month) }
  }
}

/** Whether there is any window that can be used up. */
export const isCapped = ({ budget }: Plan): boolean =>
  budget !== null && [budget.taskDay, budget.userDay, budget.month].some((cap) => cap !== null)
