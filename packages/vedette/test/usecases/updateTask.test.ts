import {
  createTask,
  deleteTask,
  InvalidTransition,
  nothingKnown,
  runTaskNow,
  settleRuns,
  type Task,
  TaskNotFound,
  TaskRepository,
  type TaskPatch,
  updateTask,
  VersionMismatch,
  WorkQueue
} from "@vedette/domain"
import { ScriptedSearch } from "@vedette/testkit/fakes"
import { fixtureIds } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import {
  claim,
  claimOne,
  deliveriesOf,
  dueTask,
  executionsOf,
  hook,
  installation,
  judged,
  lease,
  met,
  newestExecution,
  newTask,
  notMet,
  owner,
  secondsUntil,
  stored,
  settled,
  work
} from "./installation.ts"

const patch = (task: Task, changes: Omit<TaskPatch, "id" | "userId">) => updateTask({ userId: owner, id: task.id, ...changes })

describe("updateTask", () => {
  it.effect("{} changes nothing, neither version nor updatedAt", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ notifications: [hook], tags: ["kitchen"], context: { order: [1, 2] } }))
      yield* TestClock.adjust("5 seconds")
      yield* patch(task, {})
      yield* patch(task, { name: task.name, tags: ["kitchen"], state: "active", context: { order: [1, 2] } })
      assert.deepStrictEqual(yield* stored(task.id), task)
    }).pipe(Effect.provide(installation)))

  it.effect("a change is one version and its time; what is absent stays", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ notifications: [hook], tags: ["kitchen"] }))
      yield* TestClock.adjust("5 seconds")
      const { task: changed } = yield* patch(task, { name: "Kettle" })
      assert.deepStrictEqual({ ...changed, updatedAt: task.updatedAt }, { ...task, name: "Kettle", version: 2 })
      assert.strictEqual(yield* secondsUntil(changed.updatedAt), 0)
    }).pipe(Effect.provide(installation)))

  it.effect("an invalid transition leaves every field as it was", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ state: "paused" }))
      const refusal = yield* Effect.flip(patch(task, { name: "Other", searchQuery: "Other?", state: "completed" }))
      assert.instanceOf(refusal, InvalidTransition)
      assert.deepStrictEqual(yield* stored(task.id), task)
    }).pipe(Effect.provide(installation)))

  it.effect("a bad channel leaves every field as it was", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask())
      yield* Effect.flip(patch(task, { name: "Other", state: "paused", notifications: [{ type: "pigeon", target: {} }] }))
      assert.deepStrictEqual(yield* stored(task.id), task)
    }).pipe(Effect.provide(installation)))

  it.effect("a version that the task has no more is refused, and nothing written", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask())
      yield* patch(task, { name: "First", expectedVersion: 1 })
      const refusal = yield* Effect.flip(patch(task, { name: "Second", expectedVersion: 1 }))
      assert.instanceOf(refusal, VersionMismatch)
      assert.strictEqual(refusal.current, 2)
      assert.strictEqual((yield* stored(task.id)).name, "First")
    }).pipe(Effect.provide(installation)))

  it.effect("another's task is not found", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask())
      const stranger = fixtureIds.apiKey as unknown as typeof owner
      assert.instanceOf(yield* Effect.flip(updateTask({ userId: stranger, id: task.id, name: "Mine" })), TaskNotFound)
      assert.instanceOf(yield* Effect.flip(deleteTask(stranger, task.id)), TaskNotFound)
      assert.instanceOf(
        yield* Effect.flip(runTaskNow(stranger, task.id, { force: true, suppressNotifications: false })),
        TaskNotFound
      )
      assert.deepStrictEqual(yield* stored(task.id), task)
    }).pipe(Effect.provide(installation)))

  it.effect("pausing takes away the due time and cancels an execution that waits", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ runImmediately: true }))
      const { task: paused } = yield* patch(task, { state: "paused" })
      assert.isNull(paused.dueAt)
      assert.isNull(paused.dueReason)
      assert.deepInclude(yield* newestExecution(task.id), { status: "cancelled", errorMessage: "The task was paused." })
      yield* TestClock.adjust("30 days")
      assert.deepStrictEqual(yield* claim(), [])
    }).pipe(Effect.provide(installation)))

  it.effect("resuming and restarting look again in 60 s; restarting forgets what was told", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* settleRuns([judged(yield* claimOne(), met)])
      const completed = yield* stored(task.id)
      assert.strictEqual(completed.state, "completed")
      assert.isNotEmpty(completed.known.told)
      const { task: restarted } = yield* patch(task, { state: "active" })
      assert.strictEqual(yield* secondsUntil(restarted.dueAt), 60)
      assert.deepStrictEqual(restarted.known, { ...nothingKnown, since: restarted.updatedAt })
      yield* patch(task, { state: "paused" })
      const { task: resumed } = yield* patch(task, { state: "active" })
      assert.strictEqual(yield* secondsUntil(resumed.dueAt), 60)
      assert.strictEqual(resumed.dueReason, "the first look after resume")
    }).pipe(Effect.provide(installation)))

  it.effect("tighter bounds hold at once, wider ones from the next run on", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      const before = (yield* stored(task.id)).dueAt
      assert.isAbove(yield* secondsUntil(before), 1_800)
      const bounds = { minInterval: null, maxInterval: null, deadline: null }
      const { task: wider } = yield* patch(task, { cadence: { ...bounds, minInterval: 86_400 } })
      assert.deepStrictEqual(wider.dueAt, before)
      const { task: tighter } = yield* patch(task, { cadence: { ...bounds, maxInterval: 1_000 } })
      assert.strictEqual(yield* secondsUntil(tighter.dueAt), 1_000)
      const deadline = DateTime.add(yield* DateTime.now, { seconds: 500 })
      const { task: ending } = yield* patch(task, { cadence: { ...bounds, deadline } })
      assert.strictEqual(yield* secondsUntil(ending.dueAt), 500)
    }).pipe(Effect.provide(installation)))

  it.effect("another question is looked at in 60 s, and nothing is known of it", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notify: "always" })
      yield* settleRuns([judged(yield* claimOne(), met)])
      const { task: same } = yield* patch(task, { name: "Kettle", tags: ["a"] })
      assert.isNotEmpty(same.known.told)
      const { task: other } = yield* patch(task, { searchQuery: "https://shop.example/pan" })
      assert.deepStrictEqual(other.known, { ...nothingKnown, since: other.updatedAt })
      assert.strictEqual(yield* secondsUntil(other.dueAt), 60)
      assert.strictEqual(other.conditionDescription, "https://shop.example/pan", "a description that repeated the query follows")
    }).pipe(Effect.provide(installation)))

  it.effect("an entry is news since the last good look where a question is only reworded, and else since it was changed", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ condition: "entry matches koda", notify: "always" }))
      yield* TestClock.adjust("60 seconds")
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      const looked = (yield* stored(task.id)).health.lastSuccessAt
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual((yield* patch(task, { searchQuery: `${task.searchQuery} again` })).task.known.since, looked)
      const { task: other } = yield* patch(task, { condition: "entry matches lyra" })
      assert.deepStrictEqual(other.known.since, yield* DateTime.now)
      const { task: elsewhere } = yield* patch(task, { sources: ["https://shop.example/feed"] })
      assert.deepStrictEqual(elsewhere.known.since, yield* DateTime.now)
    }).pipe(Effect.provide(installation)))

  it.effect("a search is told since when its task watches: since its creation, or since its question is another one", () =>
    Effect.gen(function*() {
      const search = yield* ScriptedSearch
      yield* search.script(newTask().searchQuery, notMet)
      const task = yield* dueTask({ condition: "entry matches koda", notify: "always" })
      yield* work
      const { task: other } = yield* patch(task, { condition: "entry matches lyra" })
      yield* TestClock.adjust("60 seconds")
      yield* work
      assert.deepStrictEqual((yield* search.requests).map(({ since }) => since), [task.createdAt, other.updatedAt])
      assert.isTrue(DateTime.isLessThan(task.createdAt, other.updatedAt))
    }).pipe(Effect.provide(installation)))

  it.effect("under other wishes what a model has judged is judged again", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notify: "always" })
      const model = { name: "m", promptVersion: "1", passages: ["p"] }
      yield* settleRuns([judged(yield* claimOne(), { ...notMet, judged: "model", model })])
      assert.deepStrictEqual((yield* patch(task, { name: "Kettle", alerting: task.alerting })).task.known.judgedPassages, ["p"])
      const { task: wished } = yield* patch(task, { alerting: { ...task.alerting, threshold: 50 } })
      assert.deepStrictEqual(wished.known, { ...(yield* stored(task.id)).known, judgedPassages: [] })
      assert.strictEqual(wished.known.verdict, "not_met")
    }).pipe(Effect.provide(installation)))

  it.effect("a condition given in typed form outlives a reworded query; one that was understood follows it", () =>
    Effect.gen(function*() {
      const given = yield* createTask(newTask({ condition: "price < 300 USD" }))
      assert.strictEqual((yield* patch(given.task, { searchQuery: "the kettle" })).task.condition, "price < 300 USD")
      const understood = yield* createTask(newTask({ searchQuery: "price below $300" }))
      assert.strictEqual(understood.task.condition, "price < 300 USD")
      const { task } = yield* patch(understood.task, { searchQuery: "price below $200" })
      assert.strictEqual(task.condition, "price < 200 USD")
      const { task: described } = yield* patch(given.task, { conditionDescription: "price below $100" })
      assert.strictEqual(described.condition, "price < 100 USD")
    }).pipe(Effect.provide(installation)))

  it.effect("a question changed during its run: the run succeeds, tells nobody, and the new look stands", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const run = yield* claimOne()
      yield* patch(task, { searchQuery: "https://shop.example/pan" })
      assert.deepStrictEqual(yield* settled([judged(run, met)]), ["success"])
      const after = yield* stored(task.id)
      assert.deepStrictEqual({ ...after.known, since: null }, nothingKnown)
      assert.strictEqual(after.state, "active")
      assert.strictEqual(yield* secondsUntil(after.dueAt), 60)
      assert.deepInclude(yield* newestExecution(task.id), { status: "success", notification: null, nextRun: after.dueAt })
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
    }).pipe(Effect.provide(installation)))

  it.effect("a channel that points elsewhere gets a fresh secret, one that stays keeps its own", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ notifications: [hook] }))
      const kept = yield* patch(task, { notifications: [hook] })
      assert.strictEqual(kept.issuedSecrets.size, 0)
      const moved = yield* patch(task, { notifications: [{ type: "webhook", target: { url: "https://hook.example/b" } }] })
      assert.strictEqual(moved.issuedSecrets.size, 1)
      assert.notDeepEqual(moved.task.channels[0]?.secrets, task.channels[0]?.secrets)
    }).pipe(Effect.provide(installation)))
})

describe("deleteTask", () => {
  it.effect("during its run: the run can write nothing and the task is gone with all of it", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const run = yield* claimOne()
      yield* deleteTask(owner, task.id)
      assert.deepStrictEqual(yield* settled([judged(run, met)]), ["lost"])
      assert.isTrue(Option.isNone(yield* TaskRepository.use((tasks) => tasks.find(task.id))))
      assert.deepStrictEqual(yield* executionsOf(task.id), [])
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.deepStrictEqual(yield* WorkQueue.use((queue) => queue.heartbeat([run.claim], lease)), [run.claim])
    }).pipe(Effect.provide(installation)))

  it.effect("other runs of the batch are settled all the same", () =>
    Effect.gen(function*() {
      const gone = yield* dueTask()
      const kept = yield* dueTask()
      const runs = yield* claim()
      yield* deleteTask(owner, gone.id)
      const became = yield* settleRuns(runs.map((run) => judged(run, notMet)))
      assert.deepStrictEqual(
        became.map(({ run, status }) => [run.task.id, status]),
        [[gone.id, "lost"], [kept.id, "success"]]
      )
      assert.strictEqual((yield* newestExecution(kept.id)).status, "success")
    }).pipe(Effect.provide(installation)))
})
