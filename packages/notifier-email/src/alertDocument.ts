import { cutText, type NotificationMessage } from "@vedette/domain"
import type { EmailBlock, EmailDocument } from "./document/EmailDocument.ts"
import { oneLine, plainText } from "./document/plainText.ts"
import { emailSubject } from "./emailSubject.ts"

/** How much of an event is shown. */
export interface AlertBounds {
  readonly textLength: number
  readonly quoteLength: number
  readonly quotes: number
  readonly links: number
}

/** Enough of a page's words to judge by, and far from the 100 kB at which Gmail clips a mail. */
const alone: AlertBounds = { textLength: 4_000, quoteLength: 600, quotes: 3, links: 10 }

/** What is told of one event: the answer, why it is believed, the words it rests on, and where to look. */
export const alertBlocks = (message: NotificationMessage, bounds: AlertBounds): ReadonlyArray<EmailBlock> => {
  const paragraph = (text: string): ReadonlyArray<EmailBlock> =>
    plainText(text) === "" ? [] : [{ _tag: "Paragraph", text: cutText(plainText(text), bounds.textLength) }]
  const why = message.event === "health_changed" ? message.health?.reason ?? "" : message.evidence
  const quotes = message.quotes.slice(0, bounds.quotes)
  const links = message.sources.slice(0, bounds.links)
  return [
    ...paragraph(message.answer),
    ...(plainText(why) === plainText(message.answer) ? [] : paragraph(why)),
    ...quotes.map((quote): EmailBlock => ({
      _tag: "Quote",
      text: cutText(plainText(quote.text), bounds.quoteLength),
      uri: quote.uri
    })),
    ...(links.length === 0 ? [] : [{ _tag: "Links", links } as const])
  ]
}

/** The mail about one event, without its footer. */
export const alertDocument = (message: NotificationMessage): EmailDocument => ({
  subject: emailSubject(`${oneLine(message.taskName)}: ${message.answer}`),
  blocks: [{ _tag: "Title", text: cutText(oneLine(message.taskName), 200) }, ...alertBlocks(message, alone)]
})
