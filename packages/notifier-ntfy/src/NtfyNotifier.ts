import { ChannelKind, HttpFetch, InvalidTarget, NotifierError, TargetRejected, unansweredReason } from "@vedette/domain"
import type { ChannelTarget, Notifier, NotifierReason } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { ntfyReason } from "./ntfyReason.ts"
import { ntfyTarget } from "./NtfyTarget.ts"
import { renderNtfyMessage } from "./renderNtfyMessage.ts"

export interface NtfyOptions {
  /** Accept `http:` servers as well: for an operator who also lets requests go to private addresses. Default false. */
  readonly allowHttp?: boolean
}

/** The port's law. A worker's slot is held for this long. */
const timeoutMs = 15_000

/** The answer repeats the message; Go escapes `<` in six bytes, so 4,096 of text and 2,048 of link can take 37 kB. */
const maxAnswerBytes = 64 * 1_024

const failed = (reason: NotifierReason) => new NotifierError({ reason })

/**
 * Messages to an ntfy topic, over the one guarded way out.
 *
 * @example
 * const program = Effect.gen(function*() {
 *   const ntfy = yield* ntfyNotifier()
 *   return notifiersOf(ntfy)
 * }).pipe(Effect.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false })))
 */
export const ntfyNotifier = Effect.fnUntraced(function*(options: NtfyOptions = {}) {
  const http = yield* HttpFetch
  const normalForm = (target: ChannelTarget) => ntfyTarget(target, { allowHttp: options.allowHttp ?? false })

  const notifier: Notifier = {
    kind: ChannelKind.make("ntfy"),
    // A server from 2.16 on replaces a repeat by its `sequence_id`, but which one answers is not known before.
    capabilities: { signed: false, deduplicates: false },

    checkTarget: Effect.fn("NtfyNotifier.checkTarget")(function*(target) {
      const normal = yield* Effect.fromResult(normalForm(target)).pipe(
        Effect.mapError((message) => new InvalidTarget({ message }))
      )
      yield* http.check(normal.server).pipe(
        Effect.mapError(({ message }) => new InvalidTarget({ message: `ntfy server cannot be used: ${message}` }))
      )
      return normal
    }),

    // The topic is shown: it is what the owner knows the channel by, as a mail address is. What must not be seen is the token.
    address: ({ server, topic }) => typeof server === "string" && typeof topic === "string" ? `${server}/${topic}` : "",

    deliver: Effect.fn("NtfyNotifier.deliver")(function*(outgoing, target, { now }) {
      // Judged again: the rules, or the operator's leave for http, may have changed since the target was stored.
      const normal = yield* Effect.fromResult(normalForm(target)).pipe(
        Effect.mapError((message) =>
          failed(new TargetRejected({ message, httpStatus: null, responseExcerpt: null, gone: false }))
        )
      )
      const response = yield* http.fetch({
        url: `${normal.server}/`,
        method: "POST",
        headers: {
          "user-agent": "Vedette/1.0",
          "content-type": "application/json",
          ...(normal.token === null ? {} : { authorization: `Bearer ${normal.token}` })
        },
        body: renderNtfyMessage(outgoing, normal),
        maxRedirects: 0,
        timeoutMs,
        maxBytes: maxAnswerBytes,
        onTooLarge: "truncate"
      }).pipe(Effect.mapError(({ reason }) => failed(unansweredReason(reason))))
      return yield* Effect.fromResult(ntfyReason(response, DateTime.toEpochMillis(now))).pipe(Effect.mapError(failed))
    })
  }
  return notifier
})
