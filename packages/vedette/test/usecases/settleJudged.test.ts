import { judgeRun, Outbox, settleRuns, type Task, UnitOfWork, updateTask } from "@vedette/domain"
import { ScriptedSearch } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import {
  attemptsOf,
  claim,
  claimOne,
  deliveriesOf,
  dueTask,
  hook,
  installation,
  judged,
  met,
  newestExecution,
  notMet,
  owner,
  query,
  secondsUntil,
  stored,
  work,
  settled
} from "./installation.ts"

const set = (task: Task, state: Task["state"]) => updateTask({ userId: owner, id: task.id, state })

describe("settling a judged run", () => {
  it.effect("met: success, told, owed and completed, in one commit", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const run = yield* claimOne()
      assert.deepStrictEqual(yield* settled([judged(run, met)]), ["success"])

      const execution = yield* newestExecution(task.id)
      assert.deepInclude(execution, { status: "success", notification: met.answer, nextRun: null, errorMessage: null })
      assert.deepStrictEqual(execution.judgement, met)
      assert.deepStrictEqual((yield* attemptsOf(task.id)).map((a) => [a.n, a.outcome]), [[1, "success"]])
      const after = yield* stored(task.id)
      assert.deepInclude(after, { state: "completed", dueAt: null, dueReason: null, lastExecutionId: execution.id })
      assert.strictEqual(after.name, "Blue kettle", "a task without a name of its own takes the topic")
      const [delivery, ...others] = yield* deliveriesOf(task.id)
      assert.deepStrictEqual(others, [])
      assert.deepInclude(delivery, { status: "pending", address: "https://hook.example/a", event: "condition_met" })
      if (delivery === undefined) return
      const notification = Option.getOrThrow(yield* Outbox.use((outbox) => outbox.notification(delivery.notificationId)))
      assert.deepInclude(notification.message, { answer: met.answer, taskName: "Blue kettle", confidence: met.confidence })
    }).pipe(Effect.provide(installation)))

  it.effect("undone with its transaction nothing of it is left, and it can be settled again", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const before = yield* stored(task.id)
      const run = yield* claimOne()
      const unitOfWork = yield* UnitOfWork
      yield* Effect.flip(unitOfWork.transact(Effect.andThen(settleRuns([judged(run, met)]), Effect.fail("undo" as const))))
      assert.deepStrictEqual(yield* stored(task.id), before)
      assert.strictEqual((yield* newestExecution(task.id)).status, "running")
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.deepStrictEqual(yield* settled([judged(run, met)]), ["success"])
      assert.strictEqual((yield* deliveriesOf(task.id)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("not met: success, told to nobody, and looked at again with a reason", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      const after = yield* stored(task.id)
      assert.strictEqual(after.state, "active")
      assert.strictEqual(after.lastInterval, 3_600)
      assert.match(after.dueReason ?? "", /^in 60 min: this was the first look$/)
      const wait = yield* secondsUntil(after.dueAt)
      assert.isTrue(wait >= 3_600 && wait <= 3_600 * 1.05, String(wait))
      assert.deepInclude(yield* newestExecution(task.id), { status: "success", notification: null, nextRun: after.dueAt })
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.deepStrictEqual(yield* claim(), [], "not before it is due")
      yield* TestClock.adjust("66 minutes")
      assert.deepStrictEqual((yield* claimOne()).earlierFindings, [notMet.evidence])
    }).pipe(Effect.provide(installation)))

  it.effect("always: told, still active, and told again only after it was seen false", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notify: "always", notifications: [hook] })
      const script = yield* ScriptedSearch
      yield* script.script(query, met, met, notMet, met, met)
      const owed: Array<number> = []
      for (let i = 0; i < 5; i++) {
        yield* work
        owed.push((yield* deliveriesOf(task.id)).length)
        yield* TestClock.adjust("8 days")
      }
      assert.deepStrictEqual(owed, [1, 1, 1, 2, 2])
      assert.strictEqual((yield* stored(task.id)).state, "active")
    }).pipe(Effect.provide(installation)))

  it.effect("a lost claim writes nothing", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const slow = yield* claimOne("slow")
      yield* TestClock.adjust("31 seconds")
      const quick = yield* claimOne("quick")
      assert.deepStrictEqual(yield* settled([judged(slow, met)]), ["lost"])
      assert.strictEqual((yield* newestExecution(task.id)).status, "running")
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
      assert.deepStrictEqual(yield* settled([judged(quick, met)]), ["success"])
      assert.strictEqual((yield* deliveriesOf(task.id)).length, 1)
      assert.deepStrictEqual(yield* settled([judged(quick, met)]), ["lost"], "a run is settled once")
      assert.strictEqual((yield* deliveriesOf(task.id)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("paused during its run: recorded, not delivered, not re-armed; told after it is resumed", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const run = yield* claimOne()
      yield* set(task, "paused")
      assert.deepStrictEqual(yield* settled([judged(run, met)]), ["success"])
      assert.deepInclude(yield* stored(task.id), { state: "paused", dueAt: null, dueReason: null })
      assert.deepInclude(yield* newestExecution(task.id), { status: "success", nextRun: null })
      assert.deepStrictEqual((yield* deliveriesOf(task.id)).map((d) => d.status), ["skipped"])

      yield* set(task, "active")
      yield* TestClock.adjust("60 seconds")
      yield* settleRuns([judged(yield* claimOne(), met)])
      assert.deepStrictEqual((yield* deliveriesOf(task.id)).map((d) => d.status), ["skipped", "pending"])
      assert.strictEqual((yield* stored(task.id)).state, "completed")
    }).pipe(Effect.provide(installation)))

  it.effect("paused and resumed during its run: what completes the task also takes away its due time", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const run = yield* claimOne()
      yield* set(task, "paused")
      yield* set(task, "active")
      assert.deepStrictEqual(yield* settled([judged(run, met)]), ["success"])
      assert.deepInclude(yield* stored(task.id), { state: "completed", dueAt: null })
    }).pipe(Effect.provide(installation)))

  it.effect("a task whose deadline has passed completes without a word", () =>
    Effect.gen(function*() {
      const deadline = DateTime.add(yield* DateTime.now, { seconds: 30 })
      const cadence = { minInterval: null, maxInterval: null, deadline }
      const task = yield* dueTask({ cadence, notifications: [hook] })
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      assert.deepInclude(yield* stored(task.id), { state: "completed", dueAt: null })
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
    }).pipe(Effect.provide(installation)))

  it.effect("a batch is settled run by run: each task has its own outcome", () =>
    Effect.gen(function*() {
      const tasks = [yield* dueTask(), yield* dueTask(), yield* dueTask()]
      const runs = yield* claim()
      yield* settleRuns(runs.map((run, i) => judged(run, i === 1 ? met : notMet)))
      const states = yield* Effect.forEach(tasks, ({ id }) => Effect.map(stored(id), ({ state }) => state))
      assert.deepStrictEqual(states, ["active", "completed", "active"])
    }).pipe(Effect.provide(installation)))

  it.effect("the search is asked what the task asks, and what is known of it", () =>
    Effect.gen(function*() {
      yield* dueTask({ condition: "price < 300 EUR", sources: [query] })
      const run = yield* claimOne()
      yield* judgeRun(run)
      const [request] = yield* ScriptedSearch.use((script) => script.requests)
      assert.deepInclude(request, {
        searchQuery: query,
        condition: "price < 300 EUR",
        sources: [query],
        known: run.task.known,
        earlierFindings: []
      })
    }).pipe(Effect.provide(installation)))

  it.effect("paused and resumed during its run: the new look stands, with its own reason", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notify: "always" })
      const run = yield* claimOne()
      for (const state of ["paused", "active"] as const) yield* updateTask({ userId: owner, id: task.id, state })
      yield* settleRuns([judged(run, notMet)])
      const after = yield* stored(task.id)
      assert.strictEqual(yield* secondsUntil(after.dueAt), 60)
      assert.strictEqual(after.dueReason, "the first look after resume")
      assert.deepStrictEqual((yield* newestExecution(task.id)).nextRun, after.dueAt)
    }).pipe(Effect.provide(installation)))
})
