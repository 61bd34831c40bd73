import * as Schema from "effect/Schema"
import { queryBoolean } from "../field/queryBoolean.ts"
import { queryInt } from "../field/queryInt.ts"
import { executionIdParam, taskIdParam } from "../field/uuidText.ts"
import { instantInput } from "../field/wireInstant.ts"
import { InboxPage, ReadAllBody, ReadAllInput } from "../notification/InboxBody.ts"
import { route } from "./Route.ts"

const tag = "notifications"
const collection = "/api/v1/notifications"
const params = Schema.Struct({ notification_id: executionIdParam })

/** With 100 on a page its offset is still one that every database takes. */
const MAX_PAGE = 10_000_000

const mark = (id: string, word: string, summary: string) =>
  route({
    id,
    method: "POST",
    path: `${collection}/{notification_id}/${word}`,
    summary,
    tag,
    auth: "required",
    params,
    success: { status: 204, description: "It is marked so, whether it was before or not", body: null },
    errors: ["NotificationNotFound"]
  })

export const inboxRoutes = {
  listNotifications: route({
    id: "listNotifications",
    method: "GET",
    path: collection,
    summary: "What the caller was told of conditions met, over all tasks, newest first; 20 a page unless a limit is given",
    description: "What was archived is left out unless `archived=true` asks for it alone. Word of a task's health is not " +
      "in here: see the task itself, and the send log.",
    tag,
    auth: "required",
    query: Schema.Struct({
      page: Schema.optionalKey(queryInt(1, MAX_PAGE)),
      limit: Schema.optionalKey(queryInt(1, 100)),
      unread: Schema.optionalKey(queryBoolean),
      archived: Schema.optionalKey(queryBoolean),
      since: Schema.optionalKey(instantInput),
      until: Schema.optionalKey(instantInput),
      task_id: Schema.optionalKey(taskIdParam)
    }),
    success: { status: 200, description: "A page, how many there are in all, and how many of them are unread", body: InboxPage }
  }),
  readAllNotifications: route({
    id: "readAllNotifications",
    method: "POST",
    path: `${collection}/read-all`,
    summary: "Mark as read all that is not archived",
    tag,
    auth: "required",
    body: ReadAllInput,
    bodyOptional: true,
    success: { status: 200, description: "How many were unread", body: ReadAllBody }
  }),
  readNotification: mark("readNotification", "read", "Mark one as read"),
  unreadNotification: mark("unreadNotification", "unread", "Mark one as unread"),
  archiveNotification: mark("archiveNotification", "archive", "Put one away"),
  unarchiveNotification: mark("unarchiveNotification", "unarchive", "Take one out again")
} as const
