import {
  ConnectionLost,
  createTask,
  DEFAULT_TASK_NAME,
  ExecutionRepository,
  InvalidCondition,
  InvalidNotification,
  listTasks,
  type NewTask,
  Secrets,
  StorageError,
  StorageFailed,
  TaskRepository,
  UnitOfWork,
  UnknownChannel
} from "@vedette/domain"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { claim, executionsOf, hook, installation, newTask, owner, query, secondsUntil, stored } from "./installation.ts"

const allTasks = listTasks({ userId: owner, state: null, after: null, limit: null })

describe("createTask", () => {
  it.effect("needs only a query: the rest has defaults, and the first look is in 60 s", () =>
    Effect.gen(function*() {
      const { issuedSecrets, task } = yield* createTask(newTask({ searchQuery: `  ${query} ` }))
      assert.deepInclude(task, {
        name: DEFAULT_TASK_NAME,
        searchQuery: query,
        conditionDescription: query,
        notify: "once",
        state: "active",
        channels: [],
        isPublic: false,
        version: 1
      })
      assert.strictEqual(yield* secondsUntil(task.dueAt), 60)
      assert.strictEqual(task.dueReason, "the first look")
      assert.strictEqual(issuedSecrets.size, 0)
      assert.deepStrictEqual(yield* stored(task.id), task)
      assert.deepStrictEqual(yield* executionsOf(task.id), [])
    }).pipe(Effect.provide(installation)))

  it.effect("a paused task is not due", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ state: "paused" }))
      assert.strictEqual(task.state, "paused")
      assert.isNull(task.dueAt)
      assert.isNull(task.dueReason)
    }).pipe(Effect.provide(installation)))

  it.effect("run immediately opens one pending execution, due now", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ runImmediately: true }))
      assert.strictEqual(yield* secondsUntil(task.dueAt), 0)
      const executions = yield* executionsOf(task.id)
      assert.deepStrictEqual(executions.map((e) => [e.status, e.trigger]), [["pending", "manual"]])
      const runs = yield* claim()
      assert.deepStrictEqual(runs.map((run) => run.execution.id), executions.map((e) => e.id))
    }).pipe(Effect.provide(installation)))

  it.effect("what it does is one transaction: undone with it, nothing of it is left", () =>
    Effect.gen(function*() {
      const unitOfWork = yield* UnitOfWork
      yield* Effect.flip(unitOfWork.transact(
        Effect.andThen(createTask(newTask({ runImmediately: true, notifications: [hook] })), Effect.fail("undo" as const))
      ))
      assert.strictEqual((yield* allTasks).total, 0)
      assert.deepStrictEqual(yield* claim(), [])
    }).pipe(Effect.provide(installation)))

  it.effect("a first run that alone cannot be stored is told of, and the task is stored and scheduled all the same", () =>
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const full = new StorageError({ reason: new StorageFailed({ message: "The disk is full." }) })
      const broken: ExecutionRepository["Service"] = { ...executions, insert: () => Effect.fail(full) }
      const create = (changes: Partial<NewTask>) =>
        Effect.provideService(createTask(newTask({ runImmediately: true, ...changes })), ExecutionRepository, broken)
      const active = yield* create({})
      assert.include(active.immediateExecutionError, "could not be started")
      assert.strictEqual(yield* secondsUntil(active.task.dueAt), 60)
      assert.deepInclude(yield* stored(active.task.id), { dueReason: "the first look" })
      const paused = yield* create({ state: "paused" })
      assert.include(paused.immediateExecutionError, "could not be started")
      assert.deepInclude(yield* stored(paused.task.id), { dueAt: null, dueReason: null })
      assert.isNull((yield* createTask(newTask({ runImmediately: true }))).immediateExecutionError)
    }).pipe(Effect.provide(installation)))

  it.effect("a storage that is away fails the creation with its first run, and nothing is stored", () =>
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const lost = new StorageError({ reason: new ConnectionLost({ message: "The database is restarting." }) })
      const broken: ExecutionRepository["Service"] = { ...executions, insert: () => Effect.fail(lost) }
      const refusal = yield* Effect.flip(
        Effect.provideService(createTask(newTask({ runImmediately: true })), ExecutionRepository, broken)
      )
      assert.strictEqual(refusal, lost)
      assert.strictEqual((yield* allTasks).total, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("a typed condition is kept in its one text form", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ condition: " PRICE<300usd " }))
      assert.strictEqual(task.condition, "price < 300 USD")
    }).pipe(Effect.provide(installation)))

  it.effect("a condition that does not parse is refused, with the place, and nothing is created", () =>
    Effect.gen(function*() {
      const refusal = yield* Effect.flip(createTask(newTask({ condition: "price < cheap" })))
      assert.instanceOf(refusal, InvalidCondition)
      assert.strictEqual(refusal.offset, 8)
      assert.strictEqual((yield* allTasks).total, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("a webhook's secret is answered once and stored sealed", () =>
    Effect.gen(function*() {
      const { issuedSecrets, task } = yield* createTask(newTask({ notifications: [hook] }))
      const [plain] = [...issuedSecrets.values()]
      assert.match(plain ?? "", /^whsec_[A-Za-z0-9+/]{43}=$/)
      assert.notInclude(JSON.stringify(yield* stored(task.id)), String(plain))
      const kept = task.channels.flatMap((channel) => channel.secrets)
      const opened = yield* Effect.forEach(kept, ({ sealed }) => Secrets.use((secrets) => secrets.open(sealed)))
      assert.deepStrictEqual(opened, [plain])
      assert.deepStrictEqual(kept.map((secret) => secret.validUntil), [null])
    }).pipe(Effect.provide(installation)))

  it.effect("two channels of one kind, an unknown kind and a bad target are refused", () =>
    Effect.gen(function*() {
      const refusal = (...notifications: ReadonlyArray<typeof hook>) =>
        Effect.flip(createTask(newTask({ notifications, runImmediately: true })))
      const twice = yield* refusal(hook, { ...hook, target: { url: "https://hook.example/b" } })
      assert.instanceOf(twice, InvalidNotification)
      assert.include(twice.message, "same type")
      const unknown = yield* refusal(hook, { type: "pigeon", target: { url: "https://x.example" } })
      assert.instanceOf(unknown, UnknownChannel)
      assert.deepInclude(unknown, { unknown: [{ index: 1, kind: "pigeon" }], known: ["webhook"] })
      const bad = { type: "webhook", target: { url: "no url" } }
      const both = yield* refusal(bad, { ...hook, type: "owl" }, bad)
      assert.instanceOf(both, UnknownChannel)
      assert.deepStrictEqual(both.faults.map(({ index }) => index), [0, 2, 2], "a bad target, the same type, a bad target")
      assert.instanceOf(yield* refusal(bad), InvalidNotification)
      assert.strictEqual((yield* allTasks).total, 0)
    }).pipe(Effect.provide(installation)))
})

describe("createTask with an external id", () => {
  it.effect("a second time updates the first task, keeps its secrets and issues none", () =>
    Effect.gen(function*() {
      const first = yield* createTask(newTask({ externalId: "kettle", name: "Kettle", notifications: [hook] }))
      const again = yield* createTask(newTask({ externalId: "kettle", name: "Blue kettle", notifications: [hook] }))
      assert.strictEqual(again.task.id, first.task.id)
      assert.strictEqual(again.task.name, "Blue kettle")
      assert.deepStrictEqual(again.task.channels, first.task.channels)
      assert.strictEqual(again.issuedSecrets.size, 0)
      assert.strictEqual((yield* allTasks).total, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("sent again unchanged it changes nothing", () =>
    Effect.gen(function*() {
      const input = newTask({ externalId: "kettle", name: "Kettle", tags: ["kitchen"], notifications: [hook] })
      const { task } = yield* createTask(input)
      assert.deepStrictEqual((yield* createTask(input)).task, task)
    }).pipe(Effect.provide(installation)))

  it.effect("sent again to be run at once, it is run; and once, however often it is sent", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ externalId: "kettle" }))
      for (const _ of [1, 2]) yield* createTask(newTask({ externalId: "kettle", runImmediately: true }))
      assert.deepStrictEqual((yield* executionsOf(task.id)).map(({ status, trigger }) => ({ status, trigger })), [
        { status: "pending", trigger: "manual" }
      ])
      yield* claim()
      yield* createTask(newTask({ externalId: "kettle", runImmediately: true }))
      assert.strictEqual((yield* executionsOf(task.id)).length, 1, "it runs already")
    }).pipe(Effect.provide(installation)))

  it.effect("the same id of two owners is two tasks", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ externalId: "kettle" }))
      const stranger = task.id as unknown as typeof owner
      const other = yield* createTask(newTask({ externalId: "kettle", userId: stranger }))
      assert.notStrictEqual(other.task.id, task.id)
    }).pipe(Effect.provide(installation)))

  it.effect("twenty at once make one task", () =>
    Effect.gen(function*() {
      const created = yield* Effect.all(
        Array.from({ length: 20 }, () => createTask(newTask({ externalId: "kettle" }))),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(new Set(created.map(({ task }) => task.id)).size, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("another server that creates it at the same moment is joined, not run into", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const { task } = yield* createTask(newTask({ externalId: "kettle" }))
      // The look-up that came just before the other server's commit.
      let looks = 0
      const late = TaskRepository.of({
        ...tasks,
        findByExternalId: (...asked) =>
          looks++ === 0 ? Effect.succeed(Option.none()) : tasks.findByExternalId(...asked)
      })
      const joined = yield* createTask(newTask({ externalId: "kettle", name: "Kettle" })).pipe(
        Effect.provideService(TaskRepository, late)
      )
      assert.strictEqual(joined.task.id, task.id)
      assert.strictEqual(joined.task.name, "Kettle")
    }).pipe(Effect.provide(installation)))
})
