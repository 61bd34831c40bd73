import type { InboxEntry } from "@vedette/domain"
import type { InboxEntryBody } from "@vedette/http-contract"

/** For the owner alone: the message as it was told, which no later edit of the task changes. */
export const toInboxEntryBody = ({ archivedAt, changeSummary, notification, readAt }: InboxEntry): InboxEntryBody => ({
  id: notification.executionId,
  task_id: notification.taskId,
  task_name: notification.message.taskName,
  status: "success",
  condition_met: true,
  answer: notification.message.answer,
  reasoning: notification.message.evidence,
  change_summary: changeSummary,
  grounding_sources: notification.message.sources.map(({ title, uri }) => ({ uri, title, url: uri })),
  created_at: notification.createdAt,
  unread: readAt === null,
  read_at: readAt,
  archived_at: archivedAt
})
