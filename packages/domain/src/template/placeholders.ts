import * as DateTime from "effect/DateTime"
import type { NotificationMessage } from "../notification/NotificationMessage.ts"

interface Placeholder {
  /** For the guide. */
  readonly meaning: string
  readonly value: (message: NotificationMessage) => string
}

/** Everything a template can name. A small set on purpose: each is a promise to keep. */
export const placeholders: Readonly<Record<string, Placeholder>> = {
  task_name: { meaning: "the task's name", value: ({ taskName }) => taskName },
  answer: { meaning: "the sentence that tells what happened", value: ({ answer }) => answer },
  evidence: {
    meaning: "why it is believed; of a task that cannot be checked, why not",
    value: ({ evidence, event, health }) => event === "health_changed" ? health?.reason ?? "" : evidence
  },
  condition: { meaning: "the condition, as its owner put it", value: ({ conditionDescription }) => conditionDescription },
  search_query: { meaning: "what the task watches", value: ({ searchQuery }) => searchQuery },
  confidence: { meaning: "0 to 100", value: ({ confidence }) => String(confidence) },
  sources: {
    meaning: "the pages, a title and an address on a line of their own each",
    value: ({ sources }) => sources.map(({ title, uri }) => title === "" || title === uri ? uri : `${title}: ${uri}`).join("\n")
  },
  quotes: {
    meaning: "the words on the pages that it rests on",
    value: ({ quotes }) => quotes.map(({ text }) => `“${text}”`).join("\n")
  },
  event: { meaning: "`condition_met` or `health_changed`", value: ({ event }) => event },
  time: { meaning: "when it was found out, UTC, `2026-11-21T09:30Z`", value: ({ occurredAt }) => `${DateTime.formatIso(occurredAt).slice(0, 16)}Z` }
}
