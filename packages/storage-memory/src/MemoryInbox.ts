import { Inbox, type InboxMark, type InboxQuery, type Notification } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
import type { InboxMarks, MemoryState } from "./MemoryState.ts"

const unmarked: InboxMarks = { readAt: null, archivedAt: null }

const marksOf = (state: MemoryState, { id }: Notification): InboxMarks =>
  Option.getOrElse(HashMap.get(state.inbox, id), () => unmarked)

/** Newest first. */
const found = (state: MemoryState, query: InboxQuery): ReadonlyArray<Notification> =>
  HashMap.toValues(state.notifications).filter((notification) => {
    const { archivedAt, readAt } = marksOf(state, notification)
    return notification.userId === query.userId && notification.event === "condition_met" &&
      (query.taskId === null || notification.taskId === query.taskId) &&
      (query.unread === null || query.unread === (readAt === null)) &&
      (query.archived === null || query.archived === (archivedAt !== null)) &&
      (query.since === null || DateTime.isGreaterThanOrEqualTo(notification.createdAt, query.since)) &&
      (query.until === null || DateTime.isLessThan(notification.createdAt, query.until))
  }).toSorted((a, b) => a.id < b.id ? 1 : -1)

const marked = (marks: InboxMarks, mark: InboxMark, now: DateTime.Utc): InboxMarks => {
  switch (mark) {
    case "read":
      return { ...marks, readAt: marks.readAt ?? now }
    case "unread":
      return { ...marks, readAt: null }
    case "archive":
      return { ...marks, archivedAt: marks.archivedAt ?? now }
    case "unarchive":
      return { ...marks, archivedAt: null }
  }
}

const withMark = (state: MemoryState, those: ReadonlyArray<Notification>, mark: InboxMark, now: DateTime.Utc) => ({
  ...state,
  inbox: HashMap.setMany(
    state.inbox,
    those.map((notification) => [notification.id, marked(marksOf(state, notification), mark, now)] as const)
  )
})

export const MemoryInbox = Layer.effect(
  Inbox,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    Inbox.of({
      entries: ({ limit, offset, ...query }) =>
        read((state) =>
          found(state, query).slice(offset, offset + limit).map((notification) => ({
            notification,
            changeSummary: HashMap.get(state.executions, notification.executionId).pipe(
              Option.match({ onNone: () => null, onSome: ({ changeSummary }) => changeSummary })
            ),
            ...marksOf(state, notification)
          }))
        ),
      count: (query) => read((state) => found(state, query).length),
      mark: (userId, id, mark) =>
        write((state, now) => {
          const all = { userId, taskId: null, unread: null, archived: null, since: null, until: null }
          const those = found(state, all).filter(({ executionId }) => executionId === id)
          return changed(those.length > 0, withMark(state, those, mark, now))
        }),
      readAll: (query) =>
        write((state, now) => {
          const those = found(state, query).filter((notification) => marksOf(state, notification).readAt === null)
          return changed(those.length, withMark(state, those, "read", now))
        })
    }))
)
