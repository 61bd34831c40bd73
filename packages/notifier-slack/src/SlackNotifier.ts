import { ChannelKind, HttpFetch, InvalidTarget, NotifierError, TargetRejected, unansweredReason } from "@vedette/domain"
import type { ChannelTarget, Notifier, NotifierReason } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { renderSlackMessage } from "./renderSlackMessage.ts"
import { slackReason } from "./slackReason.ts"
import { slackAddress, slackTarget } from "./SlackTarget.ts"

export interface SlackOptions {
  /** Accept `http:` stand-ins for Slack as well: for an operator who also lets requests go to private addresses. Default false. */
  readonly allowHttp?: boolean
}

/** The port's law. A worker's slot is held for this long. */
const timeoutMs = 15_000

/** Slack answers in a word; of anything longer 500 characters are kept, which is at most 2,000 bytes. */
const maxAnswerBytes = 4_096

const failed = (reason: NotifierReason) => new NotifierError({ reason })

/**
 * Messages to a Slack channel by an incoming webhook, over the one guarded way out.
 *
 * @example
 * const program = Effect.gen(function*() {
 *   const slack = yield* slackNotifier()
 *   return notifiersOf(slack)
 * }).pipe(Effect.provide(OutboundHttpFetch.layer({ allowPrivateAddresses: false })))
 */
export const slackNotifier = Effect.fnUntraced(function*(options: SlackOptions = {}) {
  const http = yield* HttpFetch
  const normalForm = (target: ChannelTarget) => slackTarget(target, { allowHttp: options.allowHttp ?? false })

  const notifier: Notifier = {
    kind: ChannelKind.make("slack"),
    capabilities: { signed: false, deduplicates: false },

    checkTarget: Effect.fn("SlackNotifier.checkTarget")(function*(target) {
      const normal = yield* Effect.fromResult(normalForm(target)).pipe(
        Effect.mapError((message) => new InvalidTarget({ message }))
      )
      yield* http.check(normal.url).pipe(
        // Not the port's own words, which may repeat the URL.
        Effect.mapError(() => new InvalidTarget({ message: "Slack webhook URL cannot be used: its host is not reachable from here" }))
      )
      return normal
    }),

    address: ({ url }) => typeof url === "string" ? slackAddress(url) : "",

    deliver: Effect.fn("SlackNotifier.deliver")(function*(outgoing, target, { now }) {
      // Judged again: the rules, or the operator's leave for http, may have changed since the target was stored.
      const { url } = yield* Effect.fromResult(normalForm(target)).pipe(
        Effect.mapError((message) =>
          failed(new TargetRejected({ message, httpStatus: null, responseExcerpt: null, gone: false }))
        )
      )
      const response = yield* http.fetch({
        url,
        method: "POST",
        headers: { "user-agent": "Vedette/1.0", "content-type": "application/json" },
        body: renderSlackMessage(outgoing),
        maxRedirects: 0,
        timeoutMs,
        maxBytes: maxAnswerBytes,
        onTooLarge: "truncate"
      }).pipe(Effect.mapError(({ reason }) => failed(unansweredReason(reason))))
      return yield* Effect.fromResult(slackReason(response, DateTime.toEpochMillis(now))).pipe(Effect.mapError(failed))
    })
  }
  return notifier
})
