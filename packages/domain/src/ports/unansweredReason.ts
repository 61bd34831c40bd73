import type { HttpFetchReason } from "./HttpFetch.ts"
import { DeliveryDeferred, type NotifierReason, TargetRejected } from "./Notifier.ts"

/** What it means for a delivery that there was no answer. A place we may not go to is final; everything else may have passed by the next try. */
export const unansweredReason = (reason: HttpFetchReason): NotifierReason => {
  const nothing = { message: reason.message, httpStatus: null, responseExcerpt: null }
  switch (reason._tag) {
    case "InvalidUrl":
    case "AddressRefused":
      return new TargetRejected({ ...nothing, gone: false })
    case "ConnectionFailed":
    case "AnswerLost":
    case "ConnectTimedOut":
    case "TimedOut":
    case "TooLarge":
    case "TooManyRedirects":
      return new DeliveryDeferred({ ...nothing, retryAfterMs: null })
  }
}
