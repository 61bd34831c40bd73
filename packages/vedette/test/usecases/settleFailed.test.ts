import {
  judgeRun,
  runTaskNow,
  SearchError,
  SearchMisconfigured,
  SearchRateLimited,
  SearchUnavailable,
  settleRuns,
  updateTask
} from "@vedette/domain"
import { ScriptedSearch } from "@vedette/testkit/fakes"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
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
  met,
  newestExecution,
  notMet,
  owner,
  query,
  secondsUntil,
  stored,
  work
} from "./installation.ts"

const down = new SearchUnavailable({ message: "The page cannot be reached." })
const gone = new SearchMisconfigured({ message: "The page is gone." })
const script = (...answers: Parameters<ScriptedSearch["Service"]["script"]> extends [string, ...infer A] ? A : never) =>
  ScriptedSearch.use((search) => search.script(query, ...answers))

const within = (value: number, wanted: number) =>
  assert.isTrue(value >= wanted * 0.9 && value <= wanted * 1.1, `${value} s is not ${wanted} s ± 10 %`)

describe("settling a failed run", () => {
  it.effect("a transient failure is retried after the table's delays, under one execution", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(down)
      const started = yield* DateTime.now
      for (const wanted of [10, 30, 90]) {
        yield* work
        const after = yield* stored(task.id)
        within(yield* secondsUntil(after.dueAt), wanted)
        assert.deepInclude(yield* newestExecution(task.id), {
          status: "retrying",
          startedAt: started,
          completedAt: null,
          errorCategory: "network",
          errorMessage: "The page cannot be reached. It will be tried again."
        })
        assert.strictEqual(after.health.status, "healthy", "a try that failed is no failed run")
        yield* TestClock.adjust("100 seconds")
      }
      assert.strictEqual((yield* executionsOf(task.id)).length, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("a run asked for by hand has tries of its own, however many the scheduled one has used", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(down)
      for (let i = 0; i < 3; i++) {
        yield* work
        yield* TestClock.adjust("100 seconds")
      }
      yield* runTaskNow(owner, task.id, { force: true, suppressNotifications: false })
      for (const wanted of [10, 30, 90]) {
        yield* work
        within(yield* secondsUntil((yield* stored(task.id)).dueAt), wanted)
        assert.deepInclude(yield* newestExecution(task.id), { trigger: "manual", status: "retrying" })
        yield* TestClock.adjust("100 seconds")
      }
      assert.deepStrictEqual((yield* executionsOf(task.id)).map(({ status }) => status).sort(), ["cancelled", "retrying"])
    }).pipe(Effect.provide(installation)))

  it.effect("when the tries are used up the run has failed, and the task is degraded and looked at again", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      yield* script(down)
      for (let i = 0; i < 4; i++) {
        yield* work
        yield* TestClock.adjust(i < 3 ? "100 seconds" : 0)
      }
      const execution = yield* newestExecution(task.id)
      assert.deepInclude(execution, { status: "failed", attempts: 4, errorMessage: "The page cannot be reached." })
      assert.deepStrictEqual(
        (yield* attemptsOf(task.id)).map((a) => `${a.n} ${a.outcome} ${a.category}`),
        ["1 failed network", "2 failed network", "3 failed network", "4 failed network"]
      )
      const after = yield* stored(task.id)
      assert.deepInclude(after, { state: "active" })
      assert.deepInclude(after.health, { status: "degraded", consecutiveFailures: 1 })
      const wait = yield* secondsUntil(after.dueAt)
      assert.isTrue(wait >= 3_600 && wait <= 3_600 * 1.05, String(wait))
      assert.deepStrictEqual(execution.nextRun, after.dueAt)
      assert.deepStrictEqual(yield* deliveriesOf(task.id), [])
    }).pipe(Effect.provide(installation)))

  it.effect("a try that succeeds ends the execution well, and nothing is left of the error", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(down, notMet)
      yield* work
      yield* TestClock.adjust("15 seconds")
      yield* work
      assert.deepInclude(yield* newestExecution(task.id), {
        status: "success",
        attempts: 2,
        errorMessage: null,
        errorCategory: null,
        internalError: null
      })
      assert.deepStrictEqual((yield* attemptsOf(task.id)).map((a) => a.outcome), ["failed", "success"])
    }).pipe(Effect.provide(installation)))

  it.effect("Retry-After wins if it is longer", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(new SearchRateLimited({ message: "Too many searches.", retryAfterMs: 600_000 }))
      yield* work
      assert.strictEqual(yield* secondsUntil((yield* stored(task.id)).dueAt), 600)
    }).pipe(Effect.provide(installation)))

  it.effect("what only the user can mend is not tried again; the message promises no retry", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(gone)
      yield* work
      assert.deepInclude(yield* newestExecution(task.id), { status: "failed", attempts: 1, errorMessage: "The page is gone." })
    }).pipe(Effect.provide(installation)))

  it.effect("three failed runs in a row: told once that it is blind; told once when it sees again", () =>
    Effect.gen(function*() {
      const task = yield* dueTask({ notifications: [hook] })
      yield* script(gone, gone, gone, gone, notMet, notMet)
      const seen: Array<readonly [string, number]> = []
      for (let i = 0; i < 6; i++) {
        yield* work
        seen.push([(yield* stored(task.id)).health.status, (yield* deliveriesOf(task.id)).length])
        yield* TestClock.adjust("70 minutes")
      }
      assert.deepStrictEqual(seen, [
        ["degraded", 0], ["degraded", 0], ["blind", 1], ["blind", 1], ["healthy", 2], ["healthy", 2]
      ])
      assert.deepStrictEqual((yield* deliveriesOf(task.id)).map((d) => d.event), ["health_changed", "health_changed"])
    }).pipe(Effect.provide(installation)))

  it.effect("paused during its run: cancelled, because nothing would wake a retry", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(down)
      const finished = yield* judgeRun(yield* claimOne())
      yield* updateTask({ userId: owner, id: task.id, state: "paused" })
      yield* settleRuns([finished])
      const execution = yield* newestExecution(task.id)
      assert.strictEqual(execution.status, "cancelled")
      assert.notInclude(execution.errorMessage, "tried again.")
      assert.deepInclude(yield* stored(task.id), { state: "paused", dueAt: null })
    }).pipe(Effect.provide(installation)))

  it.effect("after the deadline a failed run completes the task: there is nothing left to watch", () =>
    Effect.gen(function*() {
      const deadline = DateTime.add(yield* DateTime.now, { seconds: 30 })
      const task = yield* dueTask({ cadence: { minInterval: null, maxInterval: null, deadline } })
      yield* script(gone)
      yield* work
      assert.deepInclude(yield* stored(task.id), { state: "completed", dueAt: null, dueReason: null })
      assert.deepInclude(yield* newestExecution(task.id), { status: "failed", nextRun: null })
    }).pipe(Effect.provide(installation)))

  it.effect("a search that takes too long is given up as a timeout, and interrupted", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(Effect.never)
      const run = yield* claimOne()
      const judging = yield* Effect.forkChild(judgeRun(run))
      yield* TestClock.adjust("2 minutes")
      yield* settleRuns([yield* Fiber.join(judging)])
      assert.deepInclude(yield* newestExecution(task.id), { status: "retrying", errorCategory: "timeout" })
      assert.strictEqual(yield* ScriptedSearch.use((search) => search.open), 0)
    }).pipe(Effect.provide(installation)))

  it.effect("a bug in the search is recorded, without its secrets, and tried again", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(Effect.die(new Error("undefined is not a function; token=abcdefghijk")))
      yield* work
      const execution = yield* newestExecution(task.id)
      assert.deepInclude(execution, { status: "retrying", errorCategory: "unknown" })
      assert.notInclude(execution.errorMessage, "undefined")
      assert.include(execution.internalError, "undefined is not a function")
      assert.notInclude(execution.internalError, "abcdefghijk")
    }).pipe(Effect.provide(installation)))

  it.effect("a failure of the old question is not held against the new one", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(gone)
      const finished = yield* judgeRun(yield* claimOne())
      yield* updateTask({ userId: owner, id: task.id, sources: ["https://shop.example/the-right-one"] })
      yield* settleRuns([finished])
      assert.strictEqual((yield* newestExecution(task.id)).status, "cancelled")
      const after = yield* stored(task.id)
      assert.deepInclude(after.health, { status: "healthy", consecutiveFailures: 0 })
      assert.strictEqual(after.dueReason, "the question was changed")
      assert.strictEqual(yield* secondsUntil(after.dueAt), 60)
    }).pipe(Effect.provide(installation)))

  it.effect("a question changed while a retry waits begins with tries of its own", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(down)
      yield* work
      assert.strictEqual((yield* newestExecution(task.id)).status, "retrying")
      yield* updateTask({ userId: owner, id: task.id, sources: ["https://shop.example/the-right-one"] })
      assert.deepInclude(yield* newestExecution(task.id), { status: "cancelled", errorMessage: "The question was changed." })
      yield* TestClock.adjust("60 seconds")
      const run = yield* claimOne()
      assert.strictEqual(run.execution.attempts, 1)
    }).pipe(Effect.provide(installation)))

  it.effect("a search whose own fibers were interrupted has failed, and its run goes on by the table", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      const shared = yield* Effect.forkChild(Effect.never)
      yield* Fiber.interrupt(shared)
      yield* script(Fiber.join(shared))
      yield* work
      assert.deepInclude(yield* newestExecution(task.id), { status: "retrying", errorCategory: "unknown" })
    }).pipe(Effect.provide(installation)))

  it.effect("a judgement that breaks its own schema is a bad answer, not a dead worker", () =>
    Effect.gen(function*() {
      const task = yield* dueTask()
      yield* script(Effect.succeed({ ...met, confidence: 92.5 }))
      yield* work
      assert.deepInclude(yield* newestExecution(task.id), { status: "retrying", errorCategory: "agent_error" })
    }).pipe(Effect.provide(installation)))

  it.effect("one failure leaves the rest of its batch as it is", () =>
    Effect.gen(function*() {
      const failing = yield* dueTask()
      const fine = yield* dueTask({ searchQuery: "https://shop.example/pan" })
      const runs = yield* claim()
      yield* settleRuns(runs.map((run) =>
        run.task.id === fine.id ? judged(run, notMet) : {
          run,
          outcome: {
            _tag: "Failed" as const,
            failure: {
              category: "network" as const,
              message: new SearchError({ reason: down }).message,
              retryAfterMs: null,
              internal: null
            }
          }
        }
      ))
      assert.strictEqual((yield* newestExecution(failing.id)).status, "retrying")
      assert.strictEqual((yield* newestExecution(fine.id)).status, "success")
    }).pipe(Effect.provide(installation)))
})
