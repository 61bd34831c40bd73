import * as Effect from "effect/Effect"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"

const searched = "an inbox is searched by task, by time, and by what was read and put away"
const marked = "a mark is set and taken back, keeps its first time, and is the owner's alone"
const readAll = "reading all reads what the query finds and nothing else"

/** Inboxes with one defect each, over the memory storage. */
export const brokenInboxes: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "lists oldest first",
    ({ inbox }) => ({
      inbox: { ...inbox, entries: (query) => Effect.map(inbox.entries(query), (found) => found.toReversed()) }
    }),
    "an inbox holds what its owner was told of conditions met, newest first, unread at first",
    searched
  ),
  brokenStorage(
    "takes the end of a period into it",
    ({ inbox }) => ({ inbox: { ...inbox, entries: (query) => inbox.entries({ ...query, until: null }) } }),
    searched
  ),
  brokenStorage(
    "counts what was put away",
    ({ inbox }) => ({ inbox: { ...inbox, count: (query) => inbox.count({ ...query, archived: null }) } }),
    searched
  ),
  brokenStorage(
    "reads again what was read",
    ({ inbox }) => ({
      inbox: {
        ...inbox,
        mark: (userId, id, mark) =>
          mark === "read"
            ? Effect.andThen(inbox.mark(userId, id, "unread"), inbox.mark(userId, id, "read"))
            : inbox.mark(userId, id, mark)
      }
    }),
    marked
  ),
  brokenStorage(
    "reads the whole inbox",
    ({ inbox }) => ({ inbox: { ...inbox, readAll: (query) => inbox.readAll({ ...query, taskId: null }) } }),
    readAll
  )
]
