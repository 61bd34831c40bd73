import * as DateTime from "effect/DateTime"
import type { IncomingHttpHeaders } from "node:http"

/** The header's form, which knows whole seconds only: cut, so that it never lies in the future. */
export const lastModifiedOf = (at: DateTime.Utc): string => DateTime.toDateUtc(at).toUTCString()

/**
 * `If-Modified-Since` against a `Last-Modified`. It counts only where there is no `If-None-Match` (RFC 9110 §13.1.3), and
 * an unreadable date asks nothing.
 */
export const unmodifiedSince = (headers: IncomingHttpHeaders, lastModified: string): boolean => {
  const since = Date.parse(headers["if-modified-since"] ?? "")
  return headers["if-none-match"] === undefined && !Number.isNaN(since) && Date.parse(lastModified) <= since
}
