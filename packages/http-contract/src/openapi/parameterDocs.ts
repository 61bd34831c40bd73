import type { FieldDoc } from "./fieldDocs.ts"

const ID = "019a0c3e-6f00-7000-8000-00000000a001"

/** What a parameter of a path or a query means, by its name. */
export const parameterDocs: Readonly<Record<string, FieldDoc>> = {
  archived: ["True: only what was put away; otherwise what was not", false],
  cursor: ["Where the last page ended: from its `Link: <…>; rel=\"next\"`. Opaque"],
  email: ["The address, percent-encoded", "me@example.com"],
  execution_id: ["The run", ID],
  feed_token_id: ["The feed", ID],
  force: ["Replace a run in progress: it is cancelled and can write nothing more", false],
  hash: ["SHA-256 of the page's text, hex: the `page_hash` of a quote", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
  health: ["Only those of this health", "blind"],
  key_id: ["The key", ID],
  kind: ["The kind of channel", "webhook"],
  limit: ["At most so many", 20],
  notification_id: ["The notification, by its execution's id", ID],
  notification_type: ["Only what was owed by this kind of channel", "webhook"],
  offset: ["Pass over so many", 0],
  page: ["Which page, from 1. With it the first generation's envelope is answered", 1],
  q: ["Only those whose name, query or description has this text", "koda"],
  send_id: ["The send", ID],
  since: ["Only from then on", "2026-11-25T00:00:00Z"],
  sort_by: ["`recent`, or `popular`: most views first", "recent"],
  state: ["Only those in this state", "active"],
  status: ["Only those of this status", "success"],
  suppress_notifications: ["Tell nobody, whatever this run finds", false],
  tag: ["Only those with this tag", "camera"],
  task_id: ["The task", ID],
  token: ["What opens the feed", "vf_…"],
  unread: ["Only what was not read, or only what was", true],
  until: ["Only before then", "2026-11-26T00:00:00Z"]
}
