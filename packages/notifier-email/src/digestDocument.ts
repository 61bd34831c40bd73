import { cutText, type NotificationMessage, type OutgoingDigest } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import { type AlertBounds, alertBlocks } from "./alertDocument.ts"
import type { EmailBlock, EmailDocument } from "./document/EmailDocument.ts"
import { oneLine } from "./document/plainText.ts"
import { emailSubject } from "./emailSubject.ts"

/** Of many events less is shown of each: the whole stays readable, and below where clients clip. */
const amongMany: AlertBounds = { textLength: 400, quoteLength: 300, quotes: 1, links: 3 }
const maxPerTask = 10
const maxMessages = 60

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`

/** By task in the order of their first news. */
const byTask = (messages: ReadonlyArray<NotificationMessage>): ReadonlyArray<ReadonlyArray<NotificationMessage>> => {
  const groups = new Map<string, Array<NotificationMessage>>()
  for (const message of messages) {
    const group = groups.get(message.taskId)
    if (group === undefined) groups.set(message.taskId, [message])
    else group.push(message)
  }
  return [...groups.values()]
}

/** `Sat 21 Nov, 09:30`, as the reader's clock showed it. */
const clock = (timeZone: string): (message: NotificationMessage) => string => {
  const format = (zone: string) =>
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit"
    })
  let chosen: Intl.DateTimeFormat
  try {
    chosen = format(timeZone)
  } catch {
    // A zone that another version of the time zone database knew.
    chosen = format("UTC")
  }
  return ({ occurredAt }) => chosen.format(DateTime.toDateUtc(occurredAt))
}

/** The mail about all that happened in a period, by task, without its footer. */
export const digestDocument = ({ messages, settings }: OutgoingDigest): EmailDocument => {
  const groups = byTask(messages)
  const when = clock(settings.timezone)
  const name = settings.frequency === "weekly" ? "weekly" : settings.frequency === "daily" ? "daily" : "last"
  const count = `${plural(messages.length, "alert")} of ${plural(groups.length, "task")}`
  let room = maxMessages
  const blocks = groups.flatMap((group): ReadonlyArray<EmailBlock> => {
    const [first] = group
    const shown = group.slice(0, Math.min(maxPerTask, room))
    room -= shown.length
    const left = group.length - shown.length
    if (first === undefined) return []
    return [
      { _tag: "Heading", text: cutText(oneLine(first.taskName), 200), note: group.length === 1 ? when(first) : plural(group.length, "alert") },
      ...shown.flatMap((message): ReadonlyArray<EmailBlock> => [
        ...(group.length === 1 ? [] : [{ _tag: "Note", text: when(message) } as const]),
        ...alertBlocks(message, amongMany)
      ]),
      ...(left === 0 ? [] : [{ _tag: "Note", text: `and ${left} more of this task` } as const])
    ]
  })
  return {
    subject: emailSubject(`Your ${name} digest: ${count}`),
    blocks: [{ _tag: "Title", text: `Your ${name} digest` }, { _tag: "Paragraph", text: `${count}.` }, ...blocks]
  }
}
