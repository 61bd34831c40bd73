import { ChannelKind, ChannelUnconfigured, InvalidTarget, NotifierError, TargetRejected } from "@vedette/domain"
import type { ChannelTarget, FilledTemplate, NotificationMessage, Notifier } from "@vedette/domain"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as DateTime from "effect/DateTime"
import { alertDocument } from "./alertDocument.ts"
import { codeDocument } from "./codeDocument.ts"
import { composeEmail } from "./composeEmail.ts"
import { digestDocument } from "./digestDocument.ts"
import type { EmailDocument } from "./document/EmailDocument.ts"
import { renderHtml } from "./document/renderHtml.ts"
import { renderText } from "./document/renderText.ts"
import type { EmailOptions } from "./EmailOptions.ts"
import { emailTarget } from "./EmailTarget.ts"
import { senderOf } from "./senderOf.ts"
import { templateDocument } from "./templateDocument.ts"
import { makeSmtpSender, type SmtpSender } from "./SmtpSender.ts"

/** What readers bear and mail providers take from a small sender. What is over waits, and is not dropped. */
const limits = [
  { per: "user", count: 100, window: Duration.days(1) },
  { per: "recipient", count: 10, window: Duration.hours(1) }
] as const

interface Letter {
  readonly document: EmailDocument
  readonly id: string
  readonly thread: string | null
  readonly unsubscribe: string | null
  readonly now: DateTime.Utc
}

const documentOf = (message: NotificationMessage, template: FilledTemplate | null): EmailDocument =>
  template === null ? alertDocument(message) : templateDocument(template)

const unconfigured = (why: string) =>
  Effect.fail(
    new NotifierError({
      reason: new ChannelUnconfigured({ message: `Email is not configured on this server (${why}), so this message was not sent` })
    })
  )

/**
 * The email channel. Without a mail server addresses are checked and kept, and each delivery is skipped with a reason that
 * the owner can read.
 *
 * @example
 * const notifiers = notifiersOf(emailNotifier({
 *   smtpUrl: Redacted.make("smtp://localhost:1025"), from: "Vedette <alerts@example.org>", publicUrl: null
 * }))
 */
export const emailNotifier = (options: EmailOptions): Notifier => {
  const sender = options.from === null ? null : senderOf(options.from)
  const smtp: SmtpSender | null = options.smtpUrl === null ? null : makeSmtpSender(options.smtpUrl)

  const send = Effect.fn("EmailNotifier.send")(function*(target: ChannelTarget, letter: Letter) {
    if (smtp === null) return yield* unconfigured("SMTP_URL is not set")
    if (sender === null) return yield* unconfigured("MAIL_FROM is not set")
    if (Result.isFailure(sender)) return yield* unconfigured("MAIL_FROM is no address")
    // Judged again: what was stored by another version may not be an address to this one.
    const to = emailTarget(target)
    if (Result.isFailure(to)) {
      return yield* new NotifierError({
        reason: new TargetRejected({ message: to.failure, httpStatus: null, responseExcerpt: null, gone: false })
      })
    }
    const { document, id, now, thread, unsubscribe } = letter
    const unsubscribeUrl = options.publicUrl === null || unsubscribe === null ? null : `${options.publicUrl}/unsubscribe/${unsubscribe}`
    return yield* smtp.send(
      composeEmail(document, { sender: sender.success, to: to.success.address, id, thread, now, unsubscribeUrl })
    )
  })

  return {
    kind: ChannelKind.make("email"),
    capabilities: { signed: false, deduplicates: false, limits },
    checkTarget: (target) =>
      Effect.fromResult(emailTarget(target)).pipe(Effect.mapError((message) => new InvalidTarget({ message }))),
    address: ({ address }) => typeof address === "string" ? address : "",
    deliver: ({ deliveryId, message }, target, { now, template, unsubscribe }) =>
      send(target, {
        document: documentOf(message, template ?? null),
        id: deliveryId,
        thread: `task-${message.taskId}`,
        unsubscribe: unsubscribe ?? null,
        now
      }),
    render: ({ message }, template) => {
      const document = documentOf(message, template)
      return { subject: document.subject, text: renderText(document), html: renderHtml(document) }
    },
    deliverDigest: (digest, target, { now, unsubscribe }) =>
      send(target, { document: digestDocument(digest), id: `digest-${digest.digestId}`, thread: null, unsubscribe, now }),
    // Nobody has to agree to what is never sent.
    ...(smtp === null ? {} : {
      consent: {
        sendCode: (code, target, { now }) =>
          send(target, { document: codeDocument(code), id: `code-${code.id}`, thread: null, unsubscribe: null, now })
      }
    })
  }
}
