import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import type { RunBudget } from "./ports/Search.ts"

/** What an installation decides for all its tasks. Every field has a default; a composition root overrides. */
export interface PolicySettings {
  /** No task is looked at more often. Default 15 min: polite to pages, soon enough for prices and tickets. */
  readonly minInterval: Duration.Duration
  /** No task is looked at less often. Default 7 days. */
  readonly maxInterval: Duration.Duration
  /** From creating or resuming a task to its first look. Default 60 s: time to correct a typo. */
  readonly firstRunDelay: Duration.Duration
  /** Below this confidence nobody is told. 0..100, default 70: above a number in prose (65), below a value the user selected (80). */
  readonly confidenceThreshold: number
  /** How long a replaced webhook secret still signs beside the new one. Default 24 h. */
  readonly secretOverlap: Duration.Duration
  /** A judgement that takes longer is given up as a timeout. Default 2 min. */
  readonly judgeTimeout: Duration.Duration
  /** How many active tasks a user may have; checked on every way into `active`. Default null: no cap. */
  readonly maxActiveTasks: number | null
  /**
   * Caps on what judging free text may cost, per run and per window (UTC). Default: none. A window that is capped in a unit needs a
   * cap per run in the same unit, because that is what a run reserves.
   */
  readonly budget: BudgetCaps
}

export interface BudgetCaps {
  readonly run: RunBudget
  readonly taskDay: RunBudget
  readonly userDay: RunBudget
  /** Of the whole installation. */
  readonly month: RunBudget
}

const noCap: RunBudget = { tokens: null, microUsd: null }

export const noBudget: BudgetCaps = { run: noCap, taskDay: noCap, userDay: noCap, month: noCap }

export const defaultPolicy: PolicySettings = {
  minInterval: Duration.minutes(15),
  maxInterval: Duration.days(7),
  firstRunDelay: Duration.seconds(60),
  confidenceThreshold: 70,
  secretOverlap: Duration.hours(24),
  judgeTimeout: Duration.minutes(2),
  maxActiveTasks: null,
  budget: noBudget
}

export const Policy = Context.Reference<PolicySettings>("@vedette/domain/Policy", {
  defaultValue: () => defaultPolicy
})
