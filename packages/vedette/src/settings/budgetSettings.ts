import { type SpendingCap, spendingCap } from "./amounts.ts"
import { chosenSearch, type SearchSettings } from "./searchSettings.ts"
import type { SettingProblem } from "./Setting.ts"
import { optional, withDefault } from "./settingKinds.ts"

const windowOf = (name: string, whose: string) =>
  optional(name, spendingCap, `What judging free text may cost in ${whose}, by UTC; beyond it runs wait for the next. In the same form.`, "no cap")

/** What judging free text may cost. */
export const budgetSettings = {
  budgetRun: withDefault<SpendingCap>(
    "VEDETTE_BUDGET_RUN",
    spendingCap,
    { tokens: 50_000, microUsd: null },
    "`50000 tokens`",
    "What judging free text may cost in one run: `50000 tokens`, `0.05 USD`, or both with a comma between. Reserved before each run."
  ),
  budgetTaskDay: windowOf("VEDETTE_BUDGET_TASK_DAY", "a day of one task"),
  budgetUserDay: windowOf("VEDETTE_BUDGET_USER_DAY", "a day of one user"),
  budgetMonth: windowOf("VEDETTE_BUDGET_MONTH", "a month of the whole installation")
}

export interface BudgetSettings {
  readonly budgetRun: SpendingCap
  readonly budgetTaskDay: SpendingCap | null
  readonly budgetUserDay: SpendingCap | null
  readonly budgetMonth: SpendingCap | null
}

const none: SpendingCap = { tokens: null, microUsd: null }

/** As the domain's policy has them. */
export const budgetCaps = (settings: BudgetSettings) => ({
  run: settings.budgetRun,
  taskDay: settings.budgetTaskDay ?? none,
  userDay: settings.budgetUserDay ?? none,
  month: settings.budgetMonth ?? none
})

/** What of them does not go together, among themselves and with the search. */
export const budgetProblems = (budget: BudgetSettings, search: SearchSettings): ReadonlyArray<SettingProblem> => {
  const problems: Array<SettingProblem> = []
  const windows = [
    ["VEDETTE_BUDGET_TASK_DAY", budget.budgetTaskDay],
    ["VEDETTE_BUDGET_USER_DAY", budget.budgetUserDay],
    ["VEDETTE_BUDGET_MONTH", budget.budgetMonth]
  ] as const
  for (const [name, cap] of windows) {
    for (const unit of ["tokens", "microUsd"] as const) {
      const most = cap?.[unit] ?? null
      const perRun = budget.budgetRun[unit]
      const word = unit === "tokens" ? "tokens" : "USD"
      if (most !== null && perRun === null) {
        problems.push({ name, problem: `caps ${word}, so VEDETTE_BUDGET_RUN must say how many ${word} one run may cost: that is what it reserves` })
      } else if (most !== null && perRun !== null && most < perRun) {
        problems.push({ name, problem: `is below VEDETTE_BUDGET_RUN in ${word}, so that no run would ever be made` })
      }
    }
  }
  const money = budget.budgetRun.microUsd !== null || windows.some(([, cap]) => (cap?.microUsd ?? null) !== null)
  const chosen = chosenSearch(search)
  if (money && chosen !== "web" && search.modelPrice === null) {
    problems.push({ name: "VEDETTE_MODEL_PRICE", problem: "is not set, and without it no budget in USD can be kept" })
  }
  if (money && chosen === "gemini" && search.searchPrice === null) {
    problems.push({ name: "VEDETTE_SEARCH_PRICE", problem: "is not set, and without it no budget in USD can be kept: Google bills searches apart" })
  }
  return problems
}
