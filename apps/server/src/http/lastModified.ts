import * as DateTime from "effect/DateTime"
import type { IncomingHttpHeaders } from "node:http"

/** The header's form, which knows whole seconds only: cut, so that it never lies in the future. */
export const lastModifiedOf = (at: DateTime.Utc): string => DateTime.toDateUtc(at).toUTCString()

const wholeSeconds = (ms: number): number => Math.floor(ms / 1_000)

/** `If-Modified-Since`, which counts only where there is no `If-None-Match` (RFC 9110 §13.1.3). An unreadable date asks nothing. */
export const unmodifiedSince = (headers: IncomingHttpHeaders, at: DateTime.Utc): boolean => {
  const since = Date.parse(headers["if-modified-since"] ?? "")
  return headers["if-none-match"] === undefined && !Number.isNaN(since) &&
    wholeSeconds(DateTime.toEpochMillis(at)) <= wholeSeconds(since)
}
