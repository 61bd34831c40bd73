import {
  type HttpFetchReason,
  PageBlocked,
  PageGone,
  PageRateLimited,
  type PageReaderReason,
  PageRefused,
  PageTimedOut,
  PageUnavailable
} from "@vedette/domain"

/** What kept the client from an answer, as a reason of the reader. */
export const pageReaderReason = (reason: HttpFetchReason): PageReaderReason => {
  switch (reason._tag) {
    case "InvalidUrl":
    case "AddressRefused":
    case "TooLarge":
    case "TooManyRedirects":
      return new PageRefused({ message: reason.message })
    case "ConnectTimedOut":
    case "TimedOut":
      return new PageTimedOut({ message: reason.message })
    case "AnswerLost":
    case "ConnectionFailed":
      return new PageUnavailable({ message: reason.message })
  }
}

/** Longer waits are not believed: a day is the longest time a task is put off for a rate limit. */
const maxRetryAfterMs = 86_400_000

const retryAfterMs = (value: string | undefined, nowMs: number): number | null => {
  if (value === undefined) return null
  const text = value.trim()
  const wait = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), maxRetryAfterMs) : null
}

/** What a status other than a successful one says; null where the answer is to be read. */
export const statusReason = (
  status: number,
  headers: Readonly<Record<string, string>>,
  nowMs: number
): PageReaderReason | null => {
  const wait = retryAfterMs(headers["retry-after"], nowMs)
  // Cloudflare says in so many words that a challenge was sent instead of the page, whatever the status.
  if (headers["cf-mitigated"]?.toLowerCase() === "challenge") {
    return new PageBlocked({ message: "The site asks visitors to prove that they are human." })
  }
  if (status === 404 || status === 410) return new PageGone({ message: `The page is gone (${status}).` })
  if (status === 408) return new PageTimedOut({ message: "The site gave up waiting (408)." })
  if (status === 429 || (status === 503 && wait !== null)) {
    return new PageRateLimited({ message: `The site asks to come back later (${status}).`, retryAfterMs: wait })
  }
  if (status >= 500) return new PageUnavailable({ message: `The site had an error (${status}).` })
  // Refusing a request is how sites turn machines away, and they change their minds: blocked is tried again, refused is not.
  if (status >= 400) return new PageBlocked({ message: `The site does not show the page to us (${status}).` })
  // 204, 205 and 304 have no content, and a redirect without a target leads nowhere.
  if (status !== 200 && status !== 203) return new PageUnavailable({ message: `The site sent no page (${status}).` })
  return null
}
