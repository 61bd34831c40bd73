import { cutText } from "@vedette/domain"
import type { NotificationMessage, OutgoingMessage } from "@vedette/domain"
import { webhookBody } from "./webhookBody.ts"

/** Standard Webhooks, "Payload size": "usually smaller than 20kb". Bytes of UTF-8; a body stays below it. */
export const maxBodyBytes = 20_000

/** A lone surrogate would be written as an escape that strict parsers refuse, so it becomes U+FFFD as in any decoder. */
const serialise = (outgoing: OutgoingMessage, cut: ReadonlyArray<string>): string =>
  JSON.stringify(
    webhookBody(outgoing, cut),
    (_, value: unknown) => typeof value === "string" ? value.toWellFormed() : value
  )

const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8")

/** One field that can give way: how much of it there is, how far down it may go, and the message with `n` of it. */
interface Cut {
  readonly field: string
  readonly full: (message: NotificationMessage) => number
  readonly least: number
  readonly apply: (message: NotificationMessage, n: number) => NotificationMessage
}

const evidence: Cut = {
  field: "evidence",
  full: (message) => message.evidence.length,
  least: 300,
  apply: (message, n) => ({ ...message, evidence: cutText(message.evidence, n) })
}
const answer: Cut = {
  field: "answer",
  full: (message) => message.answer.length,
  least: 300,
  apply: (message, n) => ({ ...message, answer: cutText(message.answer, n) })
}
const sources = (least: number): Cut => ({
  field: "sources",
  full: (message) => message.sources.length,
  least,
  apply: (message, n) => ({ ...message, sources: message.sources.slice(0, n) })
})
const condition: Cut = {
  field: "condition_description",
  full: (message) => message.conditionDescription.length,
  least: 500,
  apply: (message, n) => ({ ...message, conditionDescription: cutText(message.conditionDescription, n) })
}
const query: Cut = {
  field: "search_query",
  full: (message) => message.searchQuery.length,
  least: 500,
  apply: (message, n) => ({ ...message, searchQuery: cutText(message.searchQuery, n) })
}
const name: Cut = {
  field: "task_name",
  full: (message) => message.taskName.length,
  least: 200,
  apply: (message, n) => ({ ...message, taskName: cutText(message.taskName, n) })
}
const health: Cut = {
  field: "health",
  full: (message) => Math.max(message.health?.status.length ?? 0, message.health?.reason?.length ?? 0),
  least: 200,
  apply: (message, n) =>
    message.health === null ? message : {
      ...message,
      health: {
        status: cutText(message.health.status, n),
        reason: message.health.reason === null ? null : cutText(message.health.reason, n)
      }
    }
}

const failure: Cut = {
  field: "failure",
  full: ({ failure }) =>
    failure === null ? 0 : Math.max(failure.kind.length, failure.address.length, failure.reason.length),
  least: 100,
  apply: (message, n) =>
    message.failure === null ? message : {
      ...message,
      failure: {
        ...message.failure,
        kind: cutText(message.failure.kind, n),
        address: cutText(message.failure.address, n),
        reason: cutText(message.failure.reason, n)
      }
    }
}

/**
 * What gives way first loses most. The owner's own context is opaque and cannot be shortened, so it is kept whole
 * while three sources fit beside it and it is not nested too deep, and left out otherwise.
 */
const besideContext: ReadonlyArray<Cut> = [evidence, answer, sources(3)]
/**
 * The least of all of these is below the limit whatever is in them: the longest escape (`\u0000`) takes 6 bytes, and
 * 6 × (300 evidence + 3 × 300 answer + 500 + 500 + 2 × 200 name + 3 × 100 failure) is 17.4 kB (less with 2 × 200 of
 * health in place of the evidence), with under 1.5 kB of ids, keys and dates around it.
 */
const withoutContext: ReadonlyArray<Cut> = [evidence, answer, sources(0), condition, query, name, health, failure]

/** The body with as little cut as makes it fit; with everything cut where that is not enough. */
const shrink = (outgoing: OutgoingMessage, cuts: ReadonlyArray<Cut>, left: ReadonlyArray<string>): string => {
  let message = outgoing.message
  const cut = [...left]
  const render = () => serialise({ ...outgoing, message }, cut)
  let text = render()
  for (const { field, full, least, apply } of cuts) {
    if (bytesOf(text) < maxBodyBytes) return text
    const whole = message
    let above = full(whole)
    if (above <= least) continue
    cut.push(field)
    message = apply(whole, least)
    text = render()
    if (bytesOf(text) >= maxBodyBytes) continue
    // The most that still fits: `kept` does, `above` does not.
    let kept = least
    while (above - kept > 1) {
      const middle = Math.floor((kept + above) / 2)
      message = apply(whole, middle)
      const candidate = render()
      if (bytesOf(candidate) < maxBodyBytes) {
        kept = middle
        text = candidate
      } else above = middle
    }
    return text
  }
  return text
}

/**
 * How deep a context may be nested. A few thousand levels exhaust the stack of whoever writes them, and receivers give
 * up long before: PHP reads 512, Python about 1,000.
 */
const maxContextDepth = 500

const isWithin = (depth: number, value: unknown): boolean =>
  typeof value !== "object" || value === null ||
  (depth > 0 && Object.values(value).every((member) => isWithin(depth - 1, member)))

/**
 * The body of a webhook: compact JSON below 20,000 bytes of UTF-8, whatever the message holds.
 *
 * The same message renders to the same text, so every try of a delivery signs and sends the same bytes.
 */
export const renderWebhookBody = (outgoing: OutgoingMessage): string => {
  const { context } = outgoing.message
  if (isWithin(maxContextDepth, context)) {
    const whole = shrink(outgoing, besideContext, [])
    if (bytesOf(whole) < maxBodyBytes) return whole
  }
  const bare: OutgoingMessage = { ...outgoing, message: { ...outgoing.message, context: null } }
  return shrink(bare, withoutContext, context === null ? [] : ["context"])
}
