import type { RateVerdict } from "@vedette/domain"
import * as Duration from "effect/Duration"

/** Rounded up: who comes back after this many seconds does not come a moment too soon. */
export const wholeSeconds = (duration: Duration.Duration): number => Math.max(1, Math.ceil(Duration.toSeconds(duration)))

/** `RateLimit` and `RateLimit-Policy` of the IETF's draft: what is left, and of how much. */
export const rateHeaders = (
  name: string,
  { limit, window }: { readonly limit: number; readonly window: Duration.Duration },
  { remaining, resetsIn }: RateVerdict
): Readonly<Record<string, string>> => ({
  "ratelimit-policy": `"${name}";q=${limit};w=${Duration.toSeconds(window)}`,
  "ratelimit": `"${name}";r=${remaining};t=${wholeSeconds(resetsIn)}`
})
