import type { IncomingResponse, NotifierReason, Receipt } from "@vedette/domain"
import { DeliveryDeferred, receiptOf, retryAfterMs, TargetRejected } from "@vedette/domain"
import * as Result from "effect/Result"

/** Slack's words for a webhook that will never post again, with what its owner can do about them. */
const final: ReadonlyMap<string, string> = new Map([
  ["channel_is_archived", "the channel is archived"],
  ["channel_not_found", "the channel no longer exists"],
  ["no_active_hooks", "the webhook was disabled"],
  ["no_service", "the webhook was disabled or removed"],
  ["no_service_id", "the webhook was disabled or removed"],
  ["no_team", "the workspace no longer exists"],
  ["invalid_token", "the webhook's URL is not valid any more"]
])

/**
 * What Slack's answer means for the delivery. `now` is epoch milliseconds.
 *
 * A word that says the webhook is over counts with any 4xx that it comes with; a bare 404, as a proxy gives it, proves
 * nothing and may be tried again. A 403 `action_prohibited` is an administrator's restriction, which can be lifted while
 * the ladder lasts. A 400 is about the body, and the next try would send the same.
 */
export const slackReason = (response: IncomingResponse, now: number): Result.Result<Receipt, NotifierReason> => {
  const { status } = response
  const answer = receiptOf(response)
  const word = answer.responseExcerpt?.trim() ?? ""
  if (status >= 200 && status <= 299) return Result.succeed(answer)
  const over = status >= 400 && status <= 499 ? final.get(word) : undefined
  if (over !== undefined || status === 410) {
    const why = over ?? "it wants no more messages"
    return Result.fail(new TargetRejected({ ...answer, message: `Slack answered ${status}: ${why}`, gone: true }))
  }
  if (status === 400) {
    return Result.fail(
      new TargetRejected({ ...answer, message: "Slack answered 400: it does not take this message", gone: false })
    )
  }
  const message = status >= 300 && status <= 399
    ? `Slack answered ${status}, and redirects are not followed`
    : status === 403 && word === "action_prohibited"
    ? "Slack answered 403: the workspace does not let this webhook post there"
    : status === 429
    ? "Slack answered 429: too many requests"
    : `Slack answered ${status}`
  return Result.fail(
    new DeliveryDeferred({ ...answer, message, retryAfterMs: retryAfterMs(response.headers["retry-after"], now) })
  )
}
