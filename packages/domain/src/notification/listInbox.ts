import * as Effect from "effect/Effect"
import { Inbox, type InboxQuery } from "../ports/Inbox.ts"

/** A page of what an owner was told, newest first; how many there are in all, and how many of those are unread. */
export const listInbox = Effect.fn("listInbox")(function*(
  query: InboxQuery & { readonly limit: number; readonly offset: number }
) {
  const inbox = yield* Inbox
  const total = yield* inbox.count(query)
  const unread = query.unread === null ? yield* inbox.count({ ...query, unread: true }) : query.unread ? total : 0
  return { entries: yield* inbox.entries(query), total, unread }
})
