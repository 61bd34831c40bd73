import { MAX_RETRY_AFTER_MS } from "../execution/retryPolicy.ts"

/**
 * `Retry-After` (RFC 9110 §10.2.3) in milliseconds from `now` (epoch milliseconds), at most `MAX_RETRY_AFTER_MS`: seconds, or one of
 * the three HTTP-dates. Null where nothing usable was said.
 */
export const retryAfterMs = (header: string | undefined, now: number): number | null => {
  const text = header?.trim() ?? ""
  // A date without `GMT` is asctime's (§5.6.7), which means UTC but would be read as local time.
  const wait = /^\d+$/.test(text)
    ? Number(text) * 1000
    : /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)
    ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) - now
    : Number.NaN
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS)
}
