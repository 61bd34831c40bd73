import type { IncomingResponse, NotifierReason, Receipt } from "@vedette/domain"
import { DeliveryDeferred, receiptOf, retryAfterMs, TargetRejected } from "@vedette/domain"
import * as Result from "effect/Result"

/**
 * What an answer means for the delivery. `now` is epoch milliseconds.
 *
 * Only a 410 is final. A receiver's other refusals (401, 404, 422) are mostly its own faults, found and mended while
 * the ladder lasts, and a lost alert costs more than a few more calls.
 */
export const webhookReason = (response: IncomingResponse, now: number): Result.Result<Receipt, NotifierReason> => {
  const { status } = response
  const answer = receiptOf(response)
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
