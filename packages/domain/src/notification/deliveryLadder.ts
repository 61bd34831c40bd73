import { MAX_RETRY_AFTER_MS } from "../execution/retryPolicy.ts"

const minute = 60_000
const hour = 60 * minute

/**
 * Milliseconds before try 2, 3, …: the schedule that the Standard Webhooks specification recommends, three days in all.
 * A receiver that is being deployed is back at the first steps, one that is down over a week-end at the last.
 */
export const deliveryLadderMs: ReadonlyArray<number> = [
  5_000,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour
]

/** Receivers that failed together are not all called again together. */
const JITTER = 0.1

/**
 * Milliseconds until the next try, or null when the ladder is at its end.
 *
 * @param attempts tries made, the failed one included
 * @param random 0..1, for the jitter
 * @param retryAfterMs what the target asked for; it wins if longer, up to `MAX_RETRY_AFTER_MS`
 */
export const deliveryDelayMs = (attempts: number, random: number, retryAfterMs: number | null): number | null => {
  const step = deliveryLadderMs[attempts - 1]
  return step === undefined
    ? null
    : Math.round(Math.max(step * (1 - JITTER + 2 * JITTER * random), Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)))
}
