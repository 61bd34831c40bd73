import type { HttpFetchReason } from "../ports/HttpFetch.ts"
import { retryAfterMs } from "../ports/retryAfterMs.ts"
import {
  SearchAnswerUnusable,
  SearchMisconfigured,
  SearchRateLimited,
  type SearchReason,
  SearchTimedOut,
  SearchUnavailable
} from "../ports/Search.ts"

/**
 * Why a service that a search calls (a search engine, a model) gave no answer, as a reason of the search.
 *
 * @param service what the owner calls it: `The web search`
 */
export const unreachedReason = (service: string, reason: HttpFetchReason): SearchReason => {
  switch (reason._tag) {
    case "InvalidUrl":
    case "AddressRefused":
    case "TooManyRedirects":
      // The operator's setting, not the task's: but only somebody can mend it, and no retry will.
      return new SearchMisconfigured({ message: `${service} cannot be called: ${reason.message}` })
    case "ConnectTimedOut":
      return new SearchTimedOut({ message: `${service} could not be reached in time: ${reason.message}` })
    case "TimedOut":
      return new SearchTimedOut({ message: `${service} did not answer in time.` })
    case "TooLarge":
      return new SearchAnswerUnusable({ message: `${service} sent more than is read of an answer.` })
    case "AnswerLost":
      return new SearchUnavailable({ message: `${service} gave no whole answer: ${reason.message}` })
    case "ConnectionFailed":
      return new SearchUnavailable({ message: `${service} could not be reached: ${reason.message}` })
  }
}

/** Whether a call without an answer may have been taken all the same, and billed. */
export const mayBeBilled = ({ _tag }: HttpFetchReason): boolean => _tag === "TimedOut" || _tag === "TooLarge" || _tag === "AnswerLost"

/**
 * What a status other than a successful one says, where the service says nothing more; null where the answer is to be read.
 *
 * @param now epoch milliseconds, for a `Retry-After` that is a date
 */
export const refusedReason = (
  service: string,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  now: number
): SearchReason | null => {
  const { headers, status } = answer
  if (status >= 200 && status < 300) return null
  const wait = retryAfterMs(headers["retry-after"], now)
  if (status === 429) return new SearchRateLimited({ message: `${service} has had enough requests for now (429).`, retryAfterMs: wait })
  if (status === 503 && wait !== null) {
    return new SearchRateLimited({ message: `${service} asks to come back later (503).`, retryAfterMs: wait })
  }
  if (status === 401 || status === 403) return new SearchMisconfigured({ message: `${service} does not accept its key (${status}).` })
  if (status === 402) return new SearchMisconfigured({ message: `${service} wants to be paid first (402).` })
  if (status === 408 || status === 504) return new SearchTimedOut({ message: `${service} did not answer in time (${status}).` })
  if (status >= 500) return new SearchUnavailable({ message: `${service} had an error (${status}).` })
  if (status === 404) return new SearchMisconfigured({ message: `${service} is not at its address (404).` })
  if (status >= 400) return new SearchMisconfigured({ message: `${service} does not take the request (${status}).` })
  return new SearchMisconfigured({ message: `${service} is not at its address (${status}).` })
}
