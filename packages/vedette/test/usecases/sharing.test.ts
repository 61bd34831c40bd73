import { assert, describe, it } from "@effect/vitest"
import {
  ConnectionLost,
  createTask,
  forkTask,
  freshId,
  getTask,
  NameTaken,
  plainAlerting,
  setVisibility,
  StorageError,
  TaskNotFound,
  TaskRepository,
  type UserId,
  viewTask
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { hook, installation, newTask, owner, stored } from "./installation.ts"

const strict = { ...plainAlerting, threshold: 90 }

const sharedTask = Effect.fn(function*() {
  const { task } = yield* createTask(newTask({ name: "Kettle", notifications: [hook], context: { mine: 1 }, externalId: "k", alerting: strict }))
  yield* setVisibility(owner, task.id, true)
  return yield* stored(task.id)
})

const browser = { userId: null, address: "192.0.2.7", userAgent: "Firefox" } as const

describe("viewTask", () => {
  it.effect("keeps nothing of a reader that could be read, and nothing that two days have in common", () =>
    Effect.gen(function*() {
      const task = yield* sharedTask()
      const tasks = yield* TaskRepository
      const kept: Array<{ readonly reader: string; readonly day: string }> = []
      const watched: TaskRepository["Service"] = {
        ...tasks,
        recordView: (id, view) => Effect.andThen(Effect.sync(() => kept.push(view)), tasks.recordView(id, view))
      }
      const view = Effect.provideService(viewTask(browser, task.id), TaskRepository, watched)
      assert.strictEqual((yield* view).task.viewCount, 1)
      assert.strictEqual((yield* view).task.viewCount, 1)
      yield* TestClock.adjust("1 day")
      assert.strictEqual((yield* view).task.viewCount, 2)
      assert.lengthOf(new Set(kept.map(({ reader }) => reader)), 2)
      assert.lengthOf(new Set(kept.map(({ day }) => day)), 2)
      for (const { reader } of kept) assert.match(reader, /^[0-9a-f]{64}$/)
    }).pipe(Effect.provide(installation)))

  it.effect("a view that cannot be counted is shown all the same", () =>
    Effect.gen(function*() {
      const task = yield* sharedTask()
      const tasks = yield* TaskRepository
      const lost = new StorageError({ reason: new ConnectionLost({ message: "The database is restarting." }) })
      const broken: TaskRepository["Service"] = { ...tasks, recordView: () => Effect.fail(lost) }
      const view = yield* Effect.provideService(viewTask(browser, task.id), TaskRepository, broken)
      assert.deepInclude(view, { audience: "public" })
      assert.strictEqual(view.task.viewCount, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("the owner is no reader, and a private task has none", () =>
    Effect.gen(function*() {
      const task = yield* sharedTask()
      yield* viewTask({ userId: owner }, task.id)
      yield* setVisibility(owner, task.id, false)
      assert.instanceOf(yield* Effect.flip(viewTask(browser, task.id)), TaskNotFound)
      assert.strictEqual((yield* stored(task.id)).viewCount, 0)
    }).pipe(Effect.provide(installation)))
})

describe("setVisibility", () => {
  it.effect("writes only where something changes", () =>
    Effect.gen(function*() {
      const task = yield* sharedTask()
      yield* setVisibility(owner, task.id, true)
      assert.deepStrictEqual(yield* stored(task.id), task)
      assert.instanceOf(yield* Effect.flip(setVisibility(yield* freshId<UserId>(), task.id, false)), TaskNotFound)
    }).pipe(Effect.provide(installation)))
})

describe("forkTask", () => {
  it.effect("a refused fork counts nobody, and fifty at once of one user one", () =>
    Effect.gen(function*() {
      const task = yield* sharedTask()
      const forker = yield* freshId<UserId>()
      const forks = yield* Effect.forEach(
        Array.from({ length: 50 }),
        () => Effect.result(forkTask(forker, task.id, null)),
        { concurrency: "unbounded" }
      )
      const made = forks.flatMap((fork) => fork._tag === "Success" ? fork.success.name : [])
      assert.sameMembers(made, ["Kettle (Copy)", "Kettle (Copy 2)", "Kettle (Copy 3)"])
      const refusals = forks.flatMap((fork) => fork._tag === "Failure" ? [fork.failure] : [])
      assert.lengthOf(refusals.filter((refusal) => refusal instanceof NameTaken), 47)
      assert.strictEqual((yield* stored(task.id)).subscriberCount, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("of one's own task channels and secrets go along, the external id does not", () =>
    Effect.gen(function*() {
      const task = yield* sharedTask()
      const fork = yield* forkTask(owner, task.id, null)
      assert.deepStrictEqual(fork.channels, task.channels)
      assert.deepInclude(fork, { alerting: strict, context: { mine: 1 }, externalId: null, state: "paused", dueAt: null, forkedFromTaskId: task.id })
      const { audience } = yield* getTask(owner, fork.id)
      assert.strictEqual(audience, "owner")
      assert.strictEqual((yield* stored(task.id)).subscriberCount, 0)
    }).pipe(Effect.provide(installation)))
})
