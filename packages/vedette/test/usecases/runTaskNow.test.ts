import { createTask, nextRun, RunInProgress, runTaskNow, settleRuns, type Task, updateTask } from "@vedette/domain"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
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
  met,
  newestExecution,
  newTask,
  notMet,
  owner,
  secondsUntil,
  stored,
  work,
  settled
} from "./installation.ts"

const run = (task: Task, options: { readonly force?: boolean; readonly suppressNotifications?: boolean } = {}) =>
  runTaskNow(owner, task.id, { force: false, suppressNotifications: false, ...options })

describe("runTaskNow", () => {
  it.effect("fifty at once open one execution and run it once", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask())
      const answers = yield* Effect.all(Array.from({ length: 50 }, () => run(task)), { concurrency: "unbounded" })
      assert.strictEqual(new Set(answers.map(({ id }) => id)).size, 1)
      assert.deepStrictEqual((yield* executionsOf(task.id)).map((e) => e.id), [answers[0]?.id])
      const started = yield* claimOne()
      assert.strictEqual(started.execution.id, answers[0]?.id)
      assert.deepStrictEqual(yield* claim("worker-2"), [])
    }).pipe(Effect.provide(installation)))

  it.effect("one that runs is refused, and named", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      const running = yield* claimOne()
      const refusal = yield* Effect.flip(run(task))
      assert.instanceOf(refusal, RunInProgress)
      assert.strictEqual(refusal.executionId, running.execution.id)
      assert.strictEqual((yield* executionsOf(task.id)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("force cancels the run in progress, which can write nothing more, and opens another", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const old = yield* claimOne()
      const fresh = yield* run(task, { force: true })
      assert.deepStrictEqual(yield* settled([judged(old, met)]), ["lost"])
      const [newest, oldest] = yield* executionsOf(task.id)
      assert.deepInclude(newest, { id: fresh.id, status: "pending", attempts: 0 })
      assert.deepInclude(oldest, { id: old.execution.id, status: "cancelled", judgement: null })
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.strictEqual((yield* claimOne()).execution.id, fresh.id)
    }).pipe(Effect.provide(installation)))

  it.effect("one whose worker is gone is replaced without force, once its lease has run out", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      const stuck = yield* claimOne()
      yield* TestClock.adjust("29 seconds")
      assert.instanceOf(yield* Effect.flip(run(task)), RunInProgress)
      yield* TestClock.adjust("2 seconds")
      const fresh = yield* run(task)
      assert.notStrictEqual(fresh.id, stuck.execution.id)
      assert.deepStrictEqual((yield* executionsOf(task.id)).map((e) => e.status), ["pending", "cancelled"])
      assert.deepStrictEqual(yield* settled([judged(stuck, met)]), ["lost"])
    }).pipe(Effect.provide(installation)))

  it.effect.each(["paused", "completed"] as const)("a %s task runs once and stays as it is, with no next run", (state) =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask())
      yield* updateTask({ userId: owner, id: task.id, state })
      yield* run(task)
      assert.isNull(nextRun(yield* stored(task.id)))
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      const after = yield* stored(task.id)
      assert.strictEqual(after.state, state)
      assert.isNull(after.dueAt)
      assert.deepInclude(yield* newestExecution(task.id), { status: "success", trigger: "manual", nextRun: null })
      yield* TestClock.adjust("30 days")
      assert.deepStrictEqual(yield* claim(), [])
    }).pipe(Effect.provide(installation)))

  it.effect("a paused task's failed run is retried like any other, and then the task is not scheduled", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask({ state: "paused" }))
      yield* run(task)
      for (let i = 0; i < 4; i++) {
        yield* work
        yield* TestClock.adjust("10 minutes")
      }
      assert.deepInclude(yield* newestExecution(task.id), { status: "failed", attempts: 4 })
      assert.deepInclude(yield* stored(task.id), { state: "paused", dueAt: null })
    }).pipe(Effect.provide(installation)))

  it.effect("a run asked not to notify is judged and recorded, and told to nobody, now or later", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      yield* run(task, { suppressNotifications: true })
      yield* settleRuns([judged(yield* claimOne(), met)])
      const execution = yield* newestExecution(task.id)
      assert.deepInclude(execution, { status: "success", notification: null })
      assert.strictEqual(execution.judgement?.verdict, "met")
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.deepInclude(yield* stored(task.id), { state: "active" })
    }).pipe(Effect.provide(installation)))

  it.effect("a run by hand of an active task is its next look; the one planned is planned anew from it", () =>
    Effect.gen(function*() {
      const { task } = yield* createTask(newTask())
      yield* run(task)
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      const after = yield* stored(task.id)
      assert.isAtLeast(yield* secondsUntil(after.dueAt), 15 * 60)
      assert.isNotNull(after.dueReason)
    }).pipe(Effect.provide(installation)))

  it.effect("runs by hand do not make a task be watched less", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      const { lastInterval } = yield* stored(task.id)
      for (const _ of [1, 2, 3]) {
        yield* runTaskNow(owner, task.id, { force: false, suppressNotifications: false })
        yield* settleRuns([judged(yield* claimOne(), notMet)])
      }
      assert.strictEqual((yield* stored(task.id)).lastInterval, lastInterval)
    }).pipe(Effect.provide(installation)))
})
