import * as Effect from "effect/Effect"
import type { ExecutionId, UserId } from "../ids.ts"
import { Inbox, type InboxMark } from "../ports/Inbox.ts"
import { NotificationNotFound } from "./refusals.ts"

/** Marks one notification as its owner says. */
export const markNotification = Effect.fn("markNotification")(function*(
  userId: UserId,
  id: ExecutionId,
  mark: InboxMark
) {
  if (!(yield* (yield* Inbox).mark(userId, id, mark))) return yield* new NotificationNotFound()
})
