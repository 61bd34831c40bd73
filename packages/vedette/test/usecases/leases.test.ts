import { claimRuns, closeAbandonedRuns, releaseRuns, settleRuns, updateTask, WorkQueue } from "@vedette/domain"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import {
  attemptsOf,
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
  notMet,
  owner,
  secondsUntil,
  stored,
  settled
} from "./installation.ts"

const outcomes = (task: { readonly id: Parameters<typeof attemptsOf>[0] }) =>
  Effect.map(attemptsOf(task.id), (attempts) => attempts.map((a) => `${a.n} ${a.worker} ${a.outcome}`))

describe("a worker that dies", () => {
  it.effect("its run goes on under another: the same execution, the lost try counted, its owner told once", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      const dead = yield* claimOne("first")
      yield* TestClock.adjust("29 seconds")
      assert.deepStrictEqual(yield* claim("second"), [], "not while it might be alive")
      yield* TestClock.adjust("1 seconds")
      const run = yield* claimOne("second")
      assert.strictEqual(run.execution.id, dead.execution.id)
      assert.deepStrictEqual(run.execution.startedAt, dead.execution.startedAt)
      assert.strictEqual(run.execution.attempts, 2)
      yield* settleRuns([judged(run, met)])
      yield* settleRuns([judged(dead, met)])
      assert.deepStrictEqual(yield* outcomes(task), ["1 first lost", "2 second success"])
      assert.strictEqual((yield* deliveriesOf(task.id)).length, 1)
      assert.strictEqual((yield* executionsOf(task.id)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("its run goes on with its lease, and asks what its owner wants to know by now, though that was due later", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ searchQuery: "https://shop.example/kettle" })
      const dead = yield* claimOne("first")
      yield* TestClock.adjust("25 seconds")
      yield* updateTask({ userId: owner, id: task.id, searchQuery: "https://shop.example/teapot" })
      assert.isAbove(yield* secondsUntil((yield* stored(task.id)).dueAt), 50)
      yield* TestClock.adjust("5 seconds")
      const run = yield* claimOne("second")
      assert.strictEqual(run.execution.id, dead.execution.id)
      assert.strictEqual(run.task.searchQuery, "https://shop.example/teapot")
      yield* settleRuns([judged(run, notMet)])
      assert.isAbove(yield* secondsUntil((yield* stored(task.id)).dueAt), 600, "and what it was due for is done")
    }).pipe(Effect.provide(installation)))

  it.effect("a run that costs six workers is given up, with the reason, and its task is still watched", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      const workers = ["first", "second", "third", "fourth", "fifth", "sixth"]
      for (const worker of workers) {
        yield* claimOne(worker)
        yield* TestClock.adjust(lease)
      }
      assert.deepStrictEqual(yield* claim("seventh"), [])
      assert.deepStrictEqual(yield* outcomes(task), workers.map((worker, i) => `${i + 1} ${worker} lost`))
      assert.deepInclude(yield* newestExecution(task.id), {
        status: "failed",
        errorCategory: "system_error",
        errorMessage: "This run was given up: of 6 tries none came back, though the last 3 had a worker to themselves. A page that it reads may stop whoever reads it."
      })
      const after = yield* stored(task.id)
      assert.deepInclude(after, { state: "active" })
      assert.strictEqual(after.health.status, "degraded")
      assert.isAtLeast(yield* secondsUntil(after.dueAt), 3_600)
      yield* TestClock.adjust("64 minutes")
      const fresh = yield* claimOne("seventh")
      assert.deepInclude(fresh.execution, { attempts: 1, trigger: "schedule" })
    }).pipe(Effect.provide(installation)))

  it.effect("what ran beside the run that kills goes on without it, and costs nobody a fourth worker", () =>
    Effect.gen(function*() {
      const together = [yield* dueTask(), yield* dueTask(), yield* dueTask()]
      const poison = together[1]!.id
      let deaths = 0
      for (let runs = yield* claim(); runs.length > 0; runs = yield* claim()) {
        assert.lengthOf(runs, deaths < 3 ? 3 : 1, "all together, then one at a time")
        if (runs.some(({ task }) => task.id === poison)) {
          deaths += 1
          yield* TestClock.adjust(lease)
        } else yield* settleRuns(runs.map((run) => judged(run, notMet)))
      }
      assert.strictEqual(deaths, 6)
      for (const { id } of together) {
        const { attempts, status } = yield* newestExecution(id)
        assert.deepStrictEqual({ attempts, status }, id === poison ? { attempts: 6, status: "failed" } : { attempts: 4, status: "success" })
      }
    }).pipe(Effect.provide(installation)))

  it.effect("a run that kills is handed back untried by a worker with others in hand: no try, no loss, free at once", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      for (const worker of ["first", "second", "third"]) {
        yield* claimOne(worker)
        yield* TestClock.adjust(lease)
      }
      const busy = claimRuns({ limit: 10, lease, worker: "busy", suspects: "never" })
      for (let i = 0; i < 5; i++) {
        assert.deepStrictEqual(yield* busy, { runs: [], alone: false, suspects: 1 })
        assert.deepInclude(yield* newestExecution(task.id), { status: "retrying", attempts: 3 })
      }
      assert.deepStrictEqual(yield* outcomes(task), ["1 first lost", "2 second lost", "3 third lost"])
      const { alone, runs: [run] } = yield* claimRuns({ limit: 10, lease, worker: "idle" })
      assert.isTrue(alone)
      assert.deepStrictEqual(yield* settled([judged(run!, notMet)]), ["success"])
    }).pipe(Effect.provide(installation)))

  it.effect("a run that waits to be run alone is cancelled by a pause, as any that waits", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      for (const worker of ["first", "second", "third"]) {
        yield* claimOne(worker)
        yield* TestClock.adjust(lease)
      }
      yield* claimRuns({ limit: 10, lease, worker: "busy", suspects: "never" })
      yield* updateTask({ userId: owner, id: task.id, state: "paused" })
      assert.strictEqual((yield* newestExecution(task.id)).status, "cancelled")
      assert.deepStrictEqual(yield* claim(), [])
    }).pipe(Effect.provide(installation)))

  it.effect("its run is closed where its task was paused meanwhile: nothing would wake it", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* claimOne()
      yield* updateTask({ userId: owner, id: task.id, state: "paused" })
      assert.strictEqual(yield* closeAbandonedRuns, 0, "its worker may still be alive")
      yield* TestClock.adjust(lease)
      assert.strictEqual(yield* closeAbandonedRuns, 1)
      assert.deepInclude(yield* newestExecution(task.id), {
        status: "cancelled",
        errorMessage: "The worker stopped. It was not tried again, because the task is paused."
      })
      assert.deepStrictEqual(yield* outcomes(task), ["1 worker-1 cancelled"])
      assert.strictEqual(yield* closeAbandonedRuns, 0)
    }).pipe(Effect.provide(installation)))

  it.effect("one that was merely slow keeps its run where nobody took it over", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      const run = yield* claimOne()
      yield* TestClock.adjust("5 minutes")
      assert.deepStrictEqual(yield* settled([judged(run, notMet)]), ["success"])
      assert.strictEqual((yield* newestExecution(task.id)).status, "success")
    }).pipe(Effect.provide(installation)))

  it.effect("one that lives keeps its run by its heartbeat", () =>
    Effect.gen(function*() {
      yield* dueTask()
      const run = yield* claimOne("first")
      for (let i = 0; i < 12; i++) {
        yield* TestClock.adjust("10 seconds")
        assert.deepStrictEqual(yield* WorkQueue.use((queue) => queue.heartbeat([run.claim], lease)), [])
        assert.deepStrictEqual(yield* claim("second"), [])
      }
    }).pipe(Effect.provide(installation)))
})

describe("releaseRuns", () => {
  it.effect("hands a run back: claimable at once by another, and the try does not count", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      const run = yield* claimOne("first")
      yield* releaseRuns([run])
      assert.deepInclude(yield* newestExecution(task.id), { status: "retrying", attempts: 0 })
      const taken = yield* claimOne("second")
      assert.strictEqual(taken.execution.id, run.execution.id)
      assert.strictEqual(taken.execution.attempts, 1)
      assert.deepStrictEqual(yield* outcomes(task), ["1 first released", "2 second running"])
      assert.deepStrictEqual(yield* settled([judged(run, met)]), ["lost"], "what was handed back cannot be settled")
    }).pipe(Effect.provide(installation)))

  it.effect("a run handed back again and again is never given up for it", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      for (let i = 0; i < 5; i++) yield* releaseRuns([yield* claimOne()])
      const run = yield* claimOne()
      yield* settleRuns([judged(run, notMet)])
      assert.deepInclude(yield* newestExecution(task.id), { status: "success", attempts: 1 })
    }).pipe(Effect.provide(installation)))

  it.effect("a run whose claim was lost is passed over, the others are handed back", () =>
    Effect.gen(function*() {
      const lost = yield* dueTask()
      const slow = yield* claimOne("slow")
      yield* TestClock.adjust(lease)
      yield* claimOne("quick")
      const other = yield* dueTask()
      const held = (yield* claim("slow")).filter((run) => run.task.id === other.id)
      yield* releaseRuns([slow, ...held])
      assert.strictEqual((yield* newestExecution(lost.id)).status, "running")
      assert.strictEqual((yield* newestExecution(other.id)).status, "retrying")
    }).pipe(Effect.provide(installation)))

  it.effect.each(["paused", "completed"] as const)(
    "a run whose task was %s meanwhile is cancelled: nothing would ever wake it",
    (state) =>
      Effect.gen(function*() {
        const task = yield* dueTask()
        const run = yield* claimOne()
        yield* updateTask({ userId: owner, id: task.id, state })
        yield* releaseRuns([run])
        assert.strictEqual((yield* newestExecution(task.id)).status, "cancelled")
        assert.deepStrictEqual(yield* outcomes(task), ["1 worker-1 cancelled"])
        assert.deepInclude(yield* stored(task.id), { state, dueAt: null })
      }).pipe(Effect.provide(installation))
  )
})

describe("claimRuns", () => {
  it.effect("takes no more than asked for, the longest due first, and no task twice", () =>
    Effect.gen(function*() {
      const tasks = []
      for (let i = 0; i < 5; i++) tasks.push(yield* dueTask())
      const claimed = yield* Effect.forEach([1, 2, 3], () => Effect.map(claimRuns({ limit: 2, lease, worker: "w" }), ({ runs }) => runs.map((run) => run.task.id)))
      assert.deepStrictEqual(claimed.map((ids) => ids.length), [2, 2, 1])
      assert.deepStrictEqual(claimed.flat(), tasks.map((task) => task.id))
    }).pipe(Effect.provide(installation)))

  it.effect("an outage is caught up with by one run a task, however long it was", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* TestClock.adjust("9 days")
      yield* settleRuns([judged(yield* claimOne(), notMet)])
      assert.deepStrictEqual(yield* claim(), [])
      assert.strictEqual((yield* executionsOf(task.id)).length, 1)
    }).pipe(Effect.provide(installation)))
})
