import { Inbox, type InboxMark, markNotification as mark } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** The handler that marks one notification so. */
export const markNotification = (as: InboxMark): HandlerOf<typeof routes.readNotification> =>
  Effect.fnUntraced(function*({ params, principal }) {
    yield* mark(principal.userId, params.notification_id, as)
    return { body: undefined }
  })

export const readAllNotifications: HandlerOf<typeof routes.readAllNotifications> = Effect.fnUntraced(
  function*({ body, principal }) {
    const read = yield* (yield* Inbox).readAll({
      userId: principal.userId,
      taskId: body?.task_id ?? null,
      unread: true,
      archived: false,
      since: null,
      until: body?.until ?? null
    })
    return { body: { read } }
  }
)
