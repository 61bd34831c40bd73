import type { IncomingResponse, NotifierReason, Receipt } from "@vedette/domain"
import { DeliveryDeferred, receiptOf, retryAfterMs, TargetRejected } from "@vedette/domain"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** How an ntfy server says that it published: with the message as it will be delivered. */
const Published = Schema.fromJsonString(Schema.Struct({ id: Schema.String, event: Schema.Literal("message") }))
const published = Schema.decodeUnknownResult(Published)

const sayings: ReadonlyMap<number, string> = new Map([
  [401, "the access token is missing or wrong"],
  [403, "this topic may not be written to with this access token"],
  [404, "is this the address of an ntfy server?"],
  [429, "too many messages"]
])

/**
 * What an ntfy server's answer means for the delivery. `now` is epoch milliseconds.
 *
 * A message that the server calls malformed (400) or too large (413) is the same at the next try, so these are final.
 * Refused tokens and topics are mended by people while the ladder lasts. A 2xx counts only if it reads as ntfy's: any web
 * server may answer 200 to a mistyped address, and then nobody was told.
 */
export const ntfyReason = (response: IncomingResponse, now: number): Result.Result<Receipt, NotifierReason> => {
  const { status } = response
  const answer = receiptOf(response)
  const deferred = (message: string) =>
    Result.fail(
      new DeliveryDeferred({ ...answer, message, retryAfterMs: retryAfterMs(response.headers["retry-after"], now) })
    )
  if (status >= 200 && status <= 299) {
    return Result.isSuccess(published(new TextDecoder().decode(response.body)))
      ? Result.succeed(answer)
      : deferred(`The server answered ${status}, but not as an ntfy server does: nothing was published`)
  }
  if (status === 400 || status === 413) {
    return Result.fail(
      new TargetRejected({ ...answer, message: `The ntfy server answered ${status}: it does not take this message`, gone: false })
    )
  }
  if (status === 410) {
    return Result.fail(
      new TargetRejected({ ...answer, message: "The ntfy server answered 410: it wants no more messages", gone: true })
    )
  }
  if (status >= 300 && status <= 399) {
    return deferred(`The ntfy server answered ${status}, and redirects are not followed: use the final URL`)
  }
  const saying = sayings.get(status)
  return deferred(`The ntfy server answered ${status}${saying === undefined ? "" : `: ${saying}`}`)
}
