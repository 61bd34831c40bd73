import type { PageReaderError } from "../ports/PageReader.ts"
import { SearchMisconfigured, SearchRateLimited, type SearchReason, SearchTimedOut, SearchUnavailable } from "../ports/Search.ts"
import { withoutCredentials } from "./withoutCredentials.ts"

/** Failures that are named in the sentence; with more it would be a list and no sentence. */
const maxNamed = 3

const sentence = (failures: ReadonlyArray<PageReaderError>): string => {
  const named = failures.slice(0, maxNamed).map((failure) => `${withoutCredentials(failure.url)}: ${failure.message}`)
  const [only] = named
  if (failures.length === 1 && only !== undefined) return `The page could not be read. ${only}`
  const more = failures.length > maxNamed ? ` And ${failures.length - maxNamed} more.` : ""
  return `None of the ${failures.length} pages could be read. ${named.join(" ")}${more}`
}

/**
 * Why nothing could be judged, when every page that was asked for failed.
 *
 * Of different failures the one with the most tries left decides (rate limit, network, timeout, the user's): one page that may
 * come back is reason enough to try again, and giving up is for when none can.
 */
export const unreadReason = (failures: ReadonlyArray<PageReaderError>): SearchReason => {
  const message = sentence(failures)
  const has = (category: PageReaderError["reason"]["category"]) => failures.some(({ reason }) => reason.category === category)
  if (has("rate_limit")) {
    const waits = failures.flatMap(({ reason }) => reason._tag === "PageRateLimited" ? reason.retryAfterMs ?? [] : [])
    // The longest wait: a site that is asked before its time starts counting again.
    return new SearchRateLimited({ message, retryAfterMs: waits.length === 0 ? null : Math.max(...waits) })
  }
  if (has("network")) return new SearchUnavailable({ message })
  if (has("timeout")) return new SearchTimedOut({ message })
  return new SearchMisconfigured({ message })
}
