import * as Result from "effect/Result"
import { DeliveryDeferred, type NotifierReason } from "../ports/Notifier.ts"

/** A try that failed on our side of the wire: the target may still take the message later. */
export const deferredByUs = (message: string): Result.Result<never, NotifierReason> =>
  Result.fail(new DeliveryDeferred({ message, httpStatus: null, responseExcerpt: null, retryAfterMs: null }))
