import { listInbox } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toInboxEntryBody } from "../bodies/toInboxEntryBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** The first generation's number. */
const DEFAULT_LIMIT = 20

export const listNotifications: HandlerOf<typeof routes.listNotifications> = Effect.fnUntraced(
  function*({ principal, query }) {
    const { limit = DEFAULT_LIMIT, page = 1 } = query
    const { entries, total, unread } = yield* listInbox({
      userId: principal.userId,
      taskId: query.task_id ?? null,
      unread: query.unread ?? null,
      archived: query.archived ?? false,
      since: query.since ?? null,
      until: query.until ?? null,
      limit,
      offset: (page - 1) * limit
    })
    return { body: { notifications: entries.map(toInboxEntryBody), total, page, limit, unread }, total }
  }
)
