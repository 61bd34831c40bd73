import * as DateTime from "effect/DateTime"
import type { SendMailOptions } from "nodemailer"
import type { EmailBlock, EmailDocument } from "./document/EmailDocument.ts"
import { renderHtml } from "./document/renderHtml.ts"
import { renderText } from "./document/renderText.ts"
import { emailSubject } from "./emailSubject.ts"
import type { Sender } from "./senderOf.ts"

/** What makes a mail more than its text. */
export interface Envelope {
  readonly sender: Sender
  /** In the normal form of `EmailTarget`. */
  readonly to: string
  /** The same for every try: servers and readers tell a repeat by the message id that is made of it. */
  readonly id: string
  /** What it belongs to, for the reader's threads; null: to nothing. */
  readonly thread: string | null
  readonly now: DateTime.Utc
  /** Where one request, without signing in, ends mails like this one; null: nowhere. */
  readonly unsubscribeUrl: string | null
}

/** The footer that every mail ends with: who sends it and why, and how to end it. */
const footer = ({ to, unsubscribeUrl }: Envelope): EmailBlock => ({
  _tag: "Footer",
  text: `Sent by Vedette to ${to}.`,
  link: unsubscribeUrl === null ? null : { uri: unsubscribeUrl, title: "Unsubscribe" }
})

/**
 * A mail for nodemailer. Whatever it is made of, its headers are these and no others: nothing but the subject comes from
 * somebody else's text, and that is one line of at most 150 characters.
 */
export const composeEmail = (document: EmailDocument, envelope: Envelope): SendMailOptions => {
  const { id, now, sender, thread, to, unsubscribeUrl } = envelope
  const whole: EmailDocument = { ...document, blocks: [...document.blocks, footer(envelope)] }
  const root = thread === null ? null : `<${thread}@${sender.host}>`
  return {
    envelope: { from: sender.address, to: [to] },
    from: { name: sender.name, address: sender.address },
    to: { name: "", address: to },
    date: DateTime.toDateUtc(now),
    subject: emailSubject(document.subject),
    messageId: `<${id}@${sender.host}>`,
    // The root of a thread was never sent. Readers thread by the reference all the same, whichever alert came first.
    ...(root === null ? {} : { inReplyTo: root, references: [root] }),
    headers: {
      // RFC 3834: no machine should answer a machine.
      "Auto-Submitted": "auto-generated",
      ...(thread === null ? {} : { "List-Id": `<${thread}.${sender.host}>` }),
      ...(unsubscribeUrl === null
        ? {}
        : { "List-Unsubscribe": `<${unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" })
    },
    text: renderText(whole),
    html: renderHtml(whole)
  }
}
