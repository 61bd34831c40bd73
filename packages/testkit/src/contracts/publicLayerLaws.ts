import { assert } from "@effect/vitest"
import {
  type ExecutionId,
  ExecutionRepository,
  freshId,
  Task,
  type TaskId,
  type TaskQuery,
  TaskRepository,
  type UserId
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

const found = (id: TaskId) => Effect.map(TaskRepository.use((tasks) => tasks.find(id)), Option.getOrThrow)
const everybody = { concurrency: "unbounded" } as const
const fifty = Array.from({ length: 50 }, (_, i) => `reader-${i}`)

/** A word that no other law's tasks say: the public list is everybody's, and the storage may be shared. */
const word = Effect.map(freshId<TaskId>(), (id) => `word${id}`)

const told = (of: Task, notification: string | null) =>
  given.execution(of, { status: "success", notification, completedAt: fixtureNow })

/** What strangers see, and how they are counted; and the filters that an owner has beside. */
export const publicLayerLaws = [
  storageLaw(
    "an owner's tasks are found by text in any case and without wildcards, by tag, by health, and by all of them at once",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const kettle = yield* given.task({ name: "The 100%_Kettle", searchQuery: "a", conditionDescription: "b", tags: ["home", "tea"] })
      const { userId } = kettle
      const phone = yield* given.task({ userId, name: "c", searchQuery: "iPhone KETTLE", conditionDescription: "d", tags: ["work"] })
      const blind = yield* given.task({
        userId,
        name: "e",
        searchQuery: "f",
        conditionDescription: "a kettle is sold",
        tags: ["home"],
        health: { ...kettle.health, status: "blind" }
      })
      yield* given.task({ name: "Another owner's kettle", tags: ["home"] })
      const finds = Effect.fnUntraced(function*(query: Omit<TaskQuery, "userId" | "state">, expected: ReadonlyArray<Task>) {
        const listed = yield* tasks.list({ userId, state: null, ...query, after: null, limit: null })
        assert.deepStrictEqual(listed.map(({ id }) => id), expected.map(({ id }) => id))
        assert.strictEqual(yield* tasks.count({ userId, state: null, ...query }), expected.length)
      })
      yield* finds({ q: "kEttle" }, [blind, phone, kettle])
      yield* finds({ q: "100%_k" }, [kettle])
      yield* finds({ q: "%" }, [kettle])
      yield* finds({ q: "_" }, [kettle])
      yield* finds({ q: "teapot" }, [])
      yield* finds({ tag: "home" }, [blind, kettle])
      yield* finds({ tag: "hom" }, [])
      yield* finds({ health: "blind" }, [blind])
      yield* finds({ q: "kettle", tag: "home", health: kettle.health.status }, [kettle])
    })
  ),
  storageLaw(
    "of many ids the tasks that exist are found, each once",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const [one, other] = [yield* given.task(), yield* given.task()]
      const many = yield* tasks.findMany([other.id, yield* freshId<TaskId>(), one.id, one.id])
      assert.sameMembers(many.map(({ id }) => id), [one.id, other.id])
      assert.deepStrictEqual(yield* tasks.findMany([]), [])
    })
  ),
  storageLaw(
    "the public list shows public tasks alone, newest or most viewed first, page by page and counted",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const q = yield* word
      const first = yield* given.task({ name: q, isPublic: true, viewCount: 7 })
      yield* given.task({ name: q, isPublic: false, viewCount: 9 })
      const second = yield* given.task({ name: "x", searchQuery: q, isPublic: true, viewCount: 7 })
      const third = yield* given.task({ name: "y", searchQuery: q, isPublic: true, viewCount: 3 })
      const ids = (sortBy: "recent" | "popular", limit = 10, offset = 0) =>
        Effect.map(tasks.listPublic({ q, sortBy, offset, limit }), (listed) => listed.map(({ id }) => id))
      assert.deepStrictEqual(yield* ids("recent"), [third.id, second.id, first.id])
      assert.deepStrictEqual(yield* ids("popular"), [second.id, first.id, third.id])
      assert.deepStrictEqual(yield* ids("recent", 1, 1), [second.id])
      assert.deepStrictEqual(yield* ids("popular", 5, 3), [])
      assert.strictEqual(yield* tasks.countPublic({ q }), 3)
      assert.isAtLeast(yield* tasks.countPublic({ q: null }), 3)
    })
  ),
  storageLaw(
    "of some names those are in use that a task of the owner has",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const { userId } = yield* given.task({ name: "Kettle" })
      yield* given.task({ name: "Teapot" })
      assert.deepStrictEqual(yield* tasks.namesInUse(userId, ["Kettle", "kettle", "Teapot", "Kettle (Copy)"]), ["Kettle"])
      assert.deepStrictEqual(yield* tasks.namesInUse(userId, []), [])
    })
  ),
  storageLaw(
    "a reader is counted once a task and day, however many come at once, and the version stays",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const [task, other] = [yield* given.task({ viewCount: 2 }), yield* given.task()]
      const see = (reader: string, day: string, id = task.id) => tasks.recordView(id, { reader, day })
      const counted = yield* Effect.forEach([...fifty, ...fifty], (reader) => see(reader, "2026-01-05"), everybody)
      assert.lengthOf(counted.filter(Boolean), fifty.length)
      assertSame(Task, yield* found(task.id), { ...task, viewCount: 52 })
      assert.isTrue(yield* see("reader-0", "2026-01-05", other.id))
      assert.isTrue(yield* see("reader-0", "2026-01-06"))
      assert.isFalse(yield* see("reader-0", "2026-01-06"))
      assertSame(Task, yield* found(task.id), { ...task, viewCount: 53 })
      assert.isFalse(yield* see("reader-0", "2026-01-06", yield* freshId<TaskId>()))
    })
  ),
  storageLaw(
    "a user who forks is counted once for ever, however many come at once, and the version stays",
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const [task, other] = [yield* given.task({ subscriberCount: 1 }), yield* given.task()]
      const users = yield* Effect.forEach(fifty, () => freshId<UserId>())
      const counted = yield* Effect.forEach([...users, ...users], (user) => tasks.recordSubscriber(task.id, user), everybody)
      assert.lengthOf(counted.filter(Boolean), fifty.length)
      assertSame(Task, yield* found(task.id), { ...task, subscriberCount: 51 })
      assert.isTrue(yield* tasks.recordSubscriber(other.id, users[0]!))
      assert.isFalse(yield* tasks.recordSubscriber(yield* freshId<TaskId>(), users[0]!))
    })
  ),
  storageLaw(
    "what told somebody is listed newest first, an owner's own or that of all public tasks",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const hidden = yield* given.task()
      const { userId } = hidden
      const shown = yield* given.task({ userId, isPublic: true })
      const strangers = yield* given.task({ isPublic: true })
      const one = yield* told(shown, "One.")
      yield* told(shown, null)
      const two = yield* told(hidden, "Two.")
      const three = yield* told(strangers, "Three.")
      const ids = (user: UserId | null, after: ExecutionId | null = null, limit = 10) =>
        Effect.map(executions.listTold({ userId: user, after, limit }), (rows) => rows.map(({ id }) => id))
      assert.deepStrictEqual(yield* ids(userId), [two.id, one.id])
      assert.deepStrictEqual(yield* ids(userId, two.id), [one.id])
      assert.deepStrictEqual(yield* ids(userId, null, 1), [two.id])
      assert.deepStrictEqual(yield* ids(null, null, 2), [three.id, one.id])
      assert.deepStrictEqual(yield* ids(null, three.id, 1), [one.id])
    })
  )
]
