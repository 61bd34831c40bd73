import { assert } from "@effect/vitest"
import { type ExecutionId, Inbox, type InboxEntry, type InboxQuery, Instant, Notification, Outbox, type Task } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { ContractTime } from "./ContractTime.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const all = { taskId: null, unread: null, archived: null, since: null, until: null }
const wholePage = { limit: 100, offset: 0 }

const tell = Effect.fnUntraced(function*(task: Task, changes: Partial<Notification> = {}) {
  const execution = yield* given.execution(task, { status: "success", changeSummary: "cheaper than before" })
  const notification = yield* given.unsavedNotification(execution, changes)
  yield* (yield* Outbox).owe(notification, [])
  return notification
})

/** One owner with two tasks, told three times, a day apart; and what is in nobody's inbox or in somebody else's. */
const givenInbox = Effect.gen(function*() {
  const task = yield* given.task()
  const other = yield* given.task({ userId: task.userId })
  const day = (n: number) => ({ createdAt: DateTime.add(fixtureNow, { days: n }) })
  const first = yield* tell(task, day(0))
  const second = yield* tell(other, day(1))
  const third = yield* tell(task, day(2))
  yield* tell(task, { event: "health_changed" })
  yield* tell(yield* given.task())
  return { userId: task.userId, taskId: task.id, first, second, third }
})

const idsOf = (query: InboxQuery, page = wholePage) =>
  Effect.map(Inbox.use((inbox) => inbox.entries({ ...query, ...page })), (found) => found.map((entry) => entry.notification.id))

const entryOf = (query: InboxQuery, id: ExecutionId) =>
  Effect.map(Inbox.use((inbox) => inbox.entries({ ...query, ...wholePage })), (found) =>
    found.find(({ notification }) => notification.executionId === id))

const Marks = Schema.Struct({ readAt: Schema.NullOr(Instant), archivedAt: Schema.NullOr(Instant) })
const assertSameMarks = (actual: InboxEntry | undefined, expected: InboxEntry | undefined) =>
  assertSame(Schema.UndefinedOr(Marks), actual, expected)

export const inboxLaws = [
  storageLaw(
    "an inbox holds what its owner was told of conditions met, newest first, unread at first",
    Effect.gen(function*() {
      const { first, second, third, userId } = yield* givenInbox
      const query = { ...all, userId }
      assert.deepStrictEqual(yield* idsOf(query), [third.id, second.id, first.id])
      assert.deepStrictEqual(yield* idsOf(query, { limit: 1, offset: 1 }), [second.id])
      const entry = yield* entryOf(query, first.executionId)
      assertSame(Notification, entry!.notification, first)
      assert.deepInclude(entry, { changeSummary: "cheaper than before", readAt: null, archivedAt: null })
    })
  ),
  storageLaw(
    "an inbox is searched by task, by time, and by what was read and put away",
    Effect.gen(function*() {
      const inbox = yield* Inbox
      const { first, second, taskId, third, userId } = yield* givenInbox
      yield* inbox.mark(userId, second.executionId, "read")
      yield* inbox.mark(userId, third.executionId, "archive")
      const query = { ...all, userId }
      const ids = Effect.fnUntraced(function*(part: Partial<InboxQuery>, expected: ReadonlyArray<Notification>) {
        assert.deepStrictEqual(yield* idsOf({ ...query, ...part }), expected.map(({ id }) => id))
        assert.strictEqual(yield* inbox.count({ ...query, ...part }), expected.length)
      })
      yield* ids({ taskId }, [third, first])
      yield* ids({ unread: true }, [third, first])
      yield* ids({ unread: false }, [second])
      yield* ids({ archived: true }, [third])
      yield* ids({ archived: false, unread: true }, [first])
      yield* ids({ since: second.createdAt }, [third, second])
      yield* ids({ until: second.createdAt }, [first])
      yield* ids({ since: second.createdAt, until: third.createdAt }, [second])
    })
  ),
  storageLaw(
    "a mark is set and taken back, keeps its first time, and is the owner's alone",
    Effect.gen(function*() {
      const inbox = yield* Inbox
      const { elapse, unit } = yield* ContractTime
      const { first, second, userId } = yield* givenInbox
      const id = first.executionId
      const query = { ...all, userId }
      assert.isTrue(yield* inbox.mark(userId, id, "read"))
      assert.isTrue(yield* inbox.mark(userId, id, "archive"))
      const marked = yield* entryOf(query, id)
      assert.isNotNull(marked!.readAt)
      assert.isNotNull(marked!.archivedAt)
      yield* elapse(unit)
      yield* inbox.mark(userId, id, "read")
      yield* inbox.mark(userId, id, "archive")
      const again = yield* entryOf(query, id)
      assertSameMarks(again, marked)
      yield* inbox.mark(userId, id, "unread")
      yield* inbox.mark(userId, id, "unarchive")
      assert.deepInclude(yield* entryOf(query, id), { readAt: null, archivedAt: null })
      assert.deepInclude(yield* entryOf(query, second.executionId), { readAt: null, archivedAt: null })
      const stranger = yield* given.user()
      assert.isFalse(yield* inbox.mark(stranger.id, id, "read"))
      assert.isFalse(yield* inbox.mark(userId, (yield* given.execution(yield* given.task({ userId }))).id, "read"))
      assert.deepInclude(yield* entryOf(query, id), { readAt: null })
    })
  ),
  storageLaw(
    "reading all reads what the query finds and nothing else",
    Effect.gen(function*() {
      const inbox = yield* Inbox
      const { elapse, unit } = yield* ContractTime
      const { first, second, taskId, third, userId } = yield* givenInbox
      const query = { ...all, userId }
      yield* inbox.mark(userId, first.executionId, "read")
      const before = yield* entryOf(query, first.executionId)
      yield* elapse(Duration.times(unit, 1))
      assert.strictEqual(yield* inbox.readAll({ ...query, taskId }), 1)
      assert.deepStrictEqual(yield* idsOf({ ...query, unread: true }), [second.id])
      const after = yield* entryOf(query, first.executionId)
      assertSameMarks(after, before)
      assert.isNotNull((yield* entryOf(query, third.executionId))!.readAt)
    })
  )
]
