import * as Schema from "effect/Schema"

/** What kind of failure ended a try. Assigned at the adapter's boundary from types, never by matching text. */
export const ErrorCategory = Schema.Literals([
  "rate_limit",
  "timeout",
  "network",
  "agent_error",
  "system_error",
  "unknown",
  "user_error"
])
export type ErrorCategory = typeof ErrorCategory.Type

export interface RetryRule {
  /** Retries after the first try. */
  readonly retries: number
  /** Milliseconds before retry k = 0, 1, …: min(base × factor^k, cap). */
  readonly baseMs: number
  readonly factor: number
  readonly capMs: number
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** The table of the design (`domain.md` §4). A limit that is waited out is retried longest; a user's error never. */
export const retryRules: { readonly [C in ErrorCategory]: RetryRule } = {
  rate_limit: { retries: 5, baseMs: 30 * second, factor: 4, capMs: hour },
  timeout: { retries: 3, baseMs: 10 * second, factor: 3, capMs: 5 * minute },
  network: { retries: 3, baseMs: 10 * second, factor: 3, capMs: 5 * minute },
  agent_error: { retries: 2, baseMs: 60 * second, factor: 3, capMs: 15 * minute },
  system_error: { retries: 1, baseMs: 300 * second, factor: 3, capMs: hour },
  unknown: { retries: 2, baseMs: 300 * second, factor: 3, capMs: hour },
  user_error: { retries: 0, baseMs: 0, factor: 1, capMs: 0 }
}

/** A server that asks for a longer pause than this is mistaken or hostile; a task is not parked for years on its word. */
export const MAX_RETRY_AFTER_MS = 24 * hour

/** Retries keep apart from each other by this share of the delay, either way. */
export const RETRY_JITTER = 0.1

/**
 * Milliseconds until the next try, or null when the tries are used up.
 *
 * @param retriesUsed tries of this execution that failed before this one
 * @param random 0..1, for the jitter
 * @param retryAfterMs what the other side asked for; it wins if longer, up to `MAX_RETRY_AFTER_MS`
 */
export const retryDelayMs = (
  category: ErrorCategory,
  retriesUsed: number,
  random: number,
  retryAfterMs: number | null
): number | null => {
  const rule = retryRules[category]
  if (retriesUsed >= rule.retries) return null
  const plain = Math.min(rule.baseMs * rule.factor ** retriesUsed, rule.capMs)
  const jittered = plain * (1 - RETRY_JITTER + 2 * RETRY_JITTER * random)
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)))
}

/**
 * A run that has cost this many workers is suspected of killing them, and is run with nothing beside it from then on.
 * Three, because two deaths in a row do happen by chance (a rolling deploy that overtakes a run). Not yet proof: whatever
 * ran beside the one that kills has died as often, and so has what ran on a machine that kills by itself.
 */
export const LOST_IN_COMPANY = 3

/** A run that has cost this many workers, the last of them alone, is failed rather than given another. */
export const MAX_LOST_LEASES = 2 * LOST_IN_COMPANY
