import {
  ChannelKind,
  ChannelUnconfigured,
  HttpFetch,
  InvalidTarget,
  NotifierError,
  TargetRejected,
  unansweredReason
} from "@vedette/domain"
import type { ChannelTarget, Notifier, NotifierReason } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import { renderWebhookBody } from "./renderWebhookBody.ts"
import { signWebhook } from "./signWebhook.ts"
import { webhookReason } from "./webhookReason.ts"
import { webhookType } from "./webhookBody.ts"
import { webhookTarget } from "./WebhookTarget.ts"

export interface WebhookOptions {
  /** Accept `http:` URLs as well: for an operator who also lets requests go to private addresses. Default false. */
  readonly allowHttp?: boolean
}

/** Standard Webhooks, "Request timeouts": "somewhere between 15 and 30s". A worker's slot is held for this long. */
const timeoutMs = 15_000

/** Of the answer only 500 characters are kept, which is at most 2,000 bytes; the rest absorbs markup-free prefixes. */
const maxAnswerBytes = 4_096

const failed = (reason: NotifierReason) => new NotifierError({ reason })

const orFail = <A, E>(result: Result.Result<A, E>, reason: (failure: E) => NotifierReason) =>
  Effect.fromResult(result).pipe(Effect.mapError((failure) => failed(reason(failure))))

/**
 * Webhooks, signed as Standard Webhooks, over the one guarded way out.
 *
 * @example
 * const program = Effect.gen(function*() {
 *   const webhook = yield* webhookNotifier()
 *   return notifiersOf(webhook)
 * }).pipe(Effect.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false })))
 */
export const webhookNotifier = Effect.fnUntraced(function*(options: WebhookOptions = {}) {
  const http = yield* HttpFetch
  const normalForm = (target: ChannelTarget) => webhookTarget(target, { allowHttp: options.allowHttp ?? false })

  const notifier: Notifier = {
    kind: ChannelKind.make("webhook"),
    capabilities: { signed: true, deduplicates: false },

    checkTarget: Effect.fn("WebhookNotifier.checkTarget")(function*(target) {
      const normal = yield* Effect.fromResult(normalForm(target)).pipe(
        Effect.mapError((message) => new InvalidTarget({ message }))
      )
      yield* http.check(normal.url).pipe(
        Effect.mapError(({ message }) => new InvalidTarget({ message: `Webhook URL cannot be used: ${message}` }))
      )
      return normal
    }),

    address: ({ url }) => typeof url === "string" ? url : "",

    deliver: Effect.fn("WebhookNotifier.deliver")(function*(outgoing, target, { now, secrets }) {
      // Judged again: the rules, or the operator's leave for http, may have changed since the target was stored.
      const { headers, method, url } = yield* orFail(normalForm(target), (message) =>
        new TargetRejected({ message, httpStatus: null, responseExcerpt: null, gone: false }))
      const sentAt = DateTime.toEpochMillis(now)
      const body = renderWebhookBody(outgoing)
      // Never unsigned: a receiver that verifies would drop it, and one that does not should not get used to it.
      const proof = yield* orFail(
        signWebhook({
          id: outgoing.deliveryId,
          timestamp: Math.floor(sentAt / 1000),
          type: webhookType[outgoing.message.event],
          body,
          secrets
        }),
        (message) => new ChannelUnconfigured({ message })
      )
      const response = yield* http.fetch({
        url,
        method,
        headers: {
          "user-agent": "Vedette-Webhooks/1.0",
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
          "content-type": "application/json",
          ...proof
        },
        body,
        maxRedirects: 0,
        timeoutMs,
        maxBytes: maxAnswerBytes,
        onTooLarge: "truncate"
      }).pipe(Effect.mapError(({ reason }) => failed(unansweredReason(reason))))
      return yield* orFail(webhookReason(response, sentAt), (reason) => reason)
    })
  }
  return notifier
})
