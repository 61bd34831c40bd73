import type { HttpFetchReason, IncomingResponse, NotifierReason, Receipt } from "@vedette/domain"
import { DeliveryDeferred, TargetRejected } from "@vedette/domain"
import * as Result from "effect/Result"
import { cutText } from "./cutText.ts"

/** The port's promise (`Receipt`). */
const excerptLength = 500

/**
 * The ladder's own longest step. Whoever asks for more is asked again after a day, so that one absurd header cannot
 * park an alert for a year.
 */
const maxRetryAfterMs = 24 * 60 * 60 * 1000

const excerptOf = (body: Uint8Array): string =>
  // PostgreSQL's text has no NUL, and a log line is no place for the rest of the controls.
  cutText(new TextDecoder().decode(body).replace(/[^\P{Cc}\t\n\r]/gu, "\ufffd"), excerptLength)

/** `Retry-After` (RFC 9110 §10.2.3) in milliseconds from `now`: seconds, or one of the three HTTP-dates. */
const retryAfterMs = (header: string | undefined, now: number): number | null => {
  const text = header?.trim() ?? ""
  // A date without `GMT` is asctime's (§5.6.7), which means UTC but would be read as local time.
  const wait = /^\d+$/.test(text)
    ? Number(text) * 1000
    : /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)
    ? Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) - now
    : Number.NaN
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), maxRetryAfterMs)
}

/**
 * What an answer means for the delivery. `now` is epoch milliseconds.
 *
 * Only a 410 is final. A receiver's other refusals (401, 404, 422) are mostly its own faults, found and mended while
 * the ladder lasts, and a lost alert costs more than a few more calls.
 */
export const webhookReason = (response: IncomingResponse, now: number): Result.Result<Receipt, NotifierReason> => {
  const { status } = response
  const answer = { httpStatus: status, responseExcerpt: excerptOf(response.body) }
  if (status >= 200 && status <= 299) return Result.succeed(answer)
  if (status === 410) {
    return Result.fail(
      new TargetRejected({ ...answer, message: "The receiver answered 410: it wants no more webhooks", gone: true })
    )
  }
  const message = status >= 300 && status <= 399
    ? `The receiver answered ${status}, and redirects are not followed: use the final URL`
    : status === 429
    ? "The receiver answered 429: too many requests"
    : `The receiver answered ${status}`
  return Result.fail(
    new DeliveryDeferred({ ...answer, message, retryAfterMs: retryAfterMs(response.headers["retry-after"], now) })
  )
}

/** What it means that there was no answer. A place we may not go to is final; everything else may have passed by the next try. */
export const unansweredReason = (reason: HttpFetchReason): NotifierReason => {
  const nothing = { message: reason.message, httpStatus: null, responseExcerpt: null }
  switch (reason._tag) {
    case "InvalidUrl":
    case "AddressRefused":
      return new TargetRejected({ ...nothing, gone: false })
    case "ConnectionFailed":
    case "TimedOut":
    case "TooLarge":
    case "TooManyRedirects":
      return new DeliveryDeferred({ ...nothing, retryAfterMs: null })
  }
}
