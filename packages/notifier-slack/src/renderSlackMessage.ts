import { cutText } from "@vedette/domain"
import type { NotificationEvent, OutgoingMessage } from "@vedette/domain"

/** Slack's limit on the text of a section, counted after escaping: beyond it the whole message is `invalid_blocks`. */
export const maxSectionLength = 3_000

/** `text` is what a notification previews, a line or two; Slack would take 40,000 characters. */
const maxPreviewLength = 300
const maxTitleLength = 200

/** Links shown, each short enough that three fit into one section with room to spare. */
const maxLinks = 3
const maxLinkLength = 900

const sign: Readonly<Record<NotificationEvent, string>> = {
  condition_met: "🔔",
  health_changed: "⚠️",
  delivery_failed: "📭",
  test: "🧪"
}

const entity: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }

/** The three characters that open markup, mentions and links in Slack's text, and no others, as its reference asks. */
const escape = (text: string): string => text.replace(/[&<>]/g, (character) => entity[character] ?? character)

/** Other controls than tab and line feed are nothing to show; half a surrogate pair is no character. */
const plain = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\t\n]/gu, "\ufffd").trim()

const oneLine = (text: string): string => plain(text).replace(/\s+/g, " ")

/** As much of `text` as fits into `max` characters once escaped. Cut before escaping, so that no entity is halved. */
const escapedWithin = (text: string, max: number): string => {
  const whole = escape(text)
  if (whole.length <= max) return whole
  // The most that still fits: `kept` characters do, `above` do not.
  let kept = 1
  let above = text.length
  while (above - kept > 1) {
    const middle = Math.floor((kept + above) / 2)
    if (escape(cutText(text, middle)).length <= max) kept = middle
    else above = middle
  }
  return escape(cutText(text, kept))
}

/**
 * What a page says is shown as `plain_text`, where Slack makes nothing of `*`, `_`, `<!channel>` or a link: a page that is
 * watched must not be able to call a whole workspace. The entities are shown as the characters they stand for.
 */
const section = (text: string) => ({
  type: "section",
  text: { type: "plain_text", text: escapedWithin(text, maxSectionLength), emoji: false }
})

/** A link as Slack writes one. The three characters that would end it are escaped by their percent codes. */
const link = (uri: string): string | null => {
  if (!/^https?:\/\//i.test(uri) || !URL.canParse(uri)) return null
  const href = new URL(uri).href.replace(/[<>|]/g, (character) => encodeURIComponent(character)).replace(/&/g, "&amp;")
  return href.length <= maxLinkLength ? `<${href}>` : null
}

/**
 * The body for an incoming webhook. The same delivery renders to the same text; its id is the `block_id` of the first
 * block, the one place where Slack keeps an identifier of ours with the message.
 */
export const renderSlackMessage = ({ deliveryId, message }: OutgoingMessage): string => {
  const title = cutText(oneLine(message.taskName), maxTitleLength)
  const answer = plain(message.answer)
  const evidence = plain(message.event === "health_changed" ? message.health?.reason ?? "" : message.evidence)
  const links = message.sources.flatMap(({ uri }) => link(uri.toWellFormed()) ?? []).slice(0, maxLinks)
  return JSON.stringify({
    text: escapedWithin(`${title}: ${oneLine(answer)}`, maxPreviewLength),
    blocks: [
      // A section's text must not be empty, so what there is nothing to say in is left out.
      { ...section(`${sign[message.event]} ${title}`), block_id: deliveryId },
      ...[answer, evidence === answer ? "" : evidence].filter((text) => text !== "").map(section),
      ...(links.length === 0 ? [] : [{ type: "section", text: { type: "mrkdwn", text: links.join("\n"), verbatim: true } }])
    ]
  })
}
