import * as Schema from "effect/Schema"
import { TaskNotificationBody } from "../execution/TaskNotificationsPage.ts"
import { taskIdParam } from "../field/uuidText.ts"
import { instantInput, wireInstant } from "../field/wireInstant.ts"

/** What an owner was told, and what they have done with it. `id` is the execution's, as in the list of one task. */
export const InboxEntryBody = Schema.Struct({
  ...TaskNotificationBody.fields,
  unread: Schema.Boolean,
  read_at: Schema.NullOr(wireInstant),
  archived_at: Schema.NullOr(wireInstant)
}).annotate({ identifier: "Notification" })
export type InboxEntryBody = typeof InboxEntryBody.Type

export const InboxPage = Schema.Struct({
  notifications: Schema.Array(InboxEntryBody),
  /** How many there are in all, whatever the page. */
  total: Schema.Int,
  page: Schema.Int,
  limit: Schema.Int,
  /** How many of all that was asked for are unread. */
  unread: Schema.Int
}).annotate({ identifier: "NotificationsPage" })

/** Which to mark as read; none: all that are not put away. */
export const ReadAllInput = Schema.Struct({
  task_id: Schema.optionalKey(taskIdParam),
  /** Told before this instant: what came since the list was read stays unread. */
  until: Schema.optionalKey(instantInput)
}).annotate({ identifier: "ReadAll" })

export const ReadAllBody = Schema.Struct({ read: Schema.Int }).annotate({ identifier: "ReadCount" })
