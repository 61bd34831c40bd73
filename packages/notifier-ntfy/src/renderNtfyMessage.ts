import { cutText } from "@vedette/domain"
import type { NotificationEvent, OutgoingMessage } from "@vedette/domain"
import type { NtfyTarget } from "./NtfyTarget.ts"

/** ntfy's default `message-size-limit`, bytes of UTF-8. Beyond it a message turns into a file that no phone shows. */
export const maxMessageBytes = 4_096

/** An answer is a sentence. Half the message for a talkative one leaves evidence and links room to stand beside it. */
const maxAnswerBytes = 2_000

/** Links shown in the text, each short enough that three take less than a third of it. */
const maxLinks = 3
const maxLinkBytes = 400

/** What a phone shows of a title is a line or two. */
const maxTitleLength = 200

/** A phone opens it on a tap; longer ones are no addresses a person was meant to visit. */
const maxClickLength = 2_048

/** ntfy's emoji short codes, shown before the title. */
const tag: Readonly<Record<NotificationEvent, string>> = {
  condition_met: "bell",
  health_changed: "warning",
  delivery_failed: "mailbox_with_no_mail",
  test: "test_tube"
}

const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8")

/** Other controls than tab and line feed are nothing a phone can show; half a surrogate pair is no character. */
const plain = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\t\n]/gu, "\ufffd").trim()

const oneLine = (text: string): string => plain(text).replace(/\s+/g, " ")

/** As much of `text` as fits into `max` bytes of UTF-8. */
const cutBytes = (text: string, max: number): string => {
  if (bytesOf(text) <= max) return text
  // The most that still fits: `kept` units do, `above` do not.
  let kept = 1
  let above = text.length
  while (above - kept > 1) {
    const middle = Math.floor((kept + above) / 2)
    if (bytesOf(cutText(text, middle)) <= max) kept = middle
    else above = middle
  }
  return cutText(text, kept)
}

const isWebAddress = (uri: string): boolean => /^https?:\/\//i.test(uri) && !/\s/.test(uri) && URL.canParse(uri)

/**
 * The JSON that is published to a server's root. JSON and not headers, because a title in another script cannot stand
 * in a header.
 *
 * The same delivery renders to the same text. `sequence_id` is the delivery's id: a server from 2.16 on lets a repeat
 * replace the first message on the phone, an older one ignores the field.
 */
export const renderNtfyMessage = (
  { deliveryId, message }: OutgoingMessage,
  { priority, topic }: Pick<NtfyTarget, "priority" | "topic">
): string => {
  const uris = message.sources.map(({ uri }) => uri.toWellFormed()).filter(isWebAddress)
  const links = uris.filter((uri) => bytesOf(uri) <= maxLinkBytes).slice(0, maxLinks).join("\n")
  const answer = cutBytes(plain(message.answer), maxAnswerBytes)
  const reason = message.event === "health_changed" ? message.health?.reason ?? "" : message.evidence
  const separators = 2 * "\n\n".length
  const evidence = cutBytes(plain(reason), maxMessageBytes - bytesOf(answer) - bytesOf(links) - separators)
  const click = uris.find((uri) => uri.length <= maxClickLength)
  return JSON.stringify({
    topic,
    title: cutText(oneLine(message.taskName), maxTitleLength),
    message: [answer, evidence === answer ? "" : evidence, links].filter((part) => part !== "").join("\n\n"),
    tags: [tag[message.event]],
    priority,
    ...(click === undefined ? {} : { click }),
    sequence_id: deliveryId
  })
}
