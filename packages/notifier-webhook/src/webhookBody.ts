import { cutText } from "@vedette/domain"
import type { NotificationEvent, OutgoingMessage } from "@vedette/domain"
import * as DateTime from "effect/DateTime"

/** Titles come from pages as they are. Past two lines one is a page's mistake, and would crowd out the evidence. */
const maxTitleLength = 300

/** `type` of the body and of `X-Torale-Event`: dotted and hierarchical, as Standard Webhooks recommends. */
export const webhookType: Readonly<Record<NotificationEvent, string>> = {
  condition_met: "task.condition_met",
  health_changed: "task.health_changed",
  delivery_failed: "task.delivery_failed",
  test: "webhook.test"
}

/**
 * The JSON value that a receiver gets. One event type has always the same fields.
 *
 * `answer` and `sources` stand on the top level too, and `url` repeats `uri`: receivers written for the first
 * generation of this API read them there. `cut` names what was shortened or left out to keep the body small.
 */
export const webhookBody = ({ deliveryId, message }: OutgoingMessage, cut: ReadonlyArray<string>) => {
  const occurredAt = DateTime.formatIso(message.occurredAt)
  return {
    type: webhookType[message.event],
    event: message.event,
    timestamp: occurredAt,
    id: deliveryId,
    task_id: message.taskId,
    task_name: message.taskName,
    answer: message.answer,
    sources: message.sources.map(({ uri }) => uri),
    data: {
      task: {
        id: message.taskId,
        name: message.taskName,
        search_query: message.searchQuery,
        condition_description: message.conditionDescription
      },
      execution: { id: message.executionId, notification: message.answer, completed_at: occurredAt },
      ...(message.event === "health_changed"
        ? { health: message.health }
        : {
          result: {
            answer: message.answer,
            evidence: message.evidence,
            confidence: message.confidence,
            grounding_sources: message.sources.map(({ uri, title }) => ({
              uri,
              title: cutText(title, maxTitleLength),
              url: uri
            }))
          }
        }),
      ...(message.failure === null ? {} : { failure: message.failure }),
      ...(message.context === null ? {} : { context: message.context }),
      ...(cut.length === 0 ? {} : { truncated: cut })
    }
  }
}
