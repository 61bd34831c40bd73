import { assert, it } from "@effect/vitest"
import {
  addUsage,
  BudgetLedger,
  type BudgetCaps,
  countCutOff,
  defaultPolicy,
  type ExecutionId,
  ExecutionRepository,
  judgeMetered,
  judgeWithinBudget,
  noBudget,
  noUsage,
  Policy,
  previewTask,
  releaseRuns,
  Search,
  SearchAnswerUnusable,
  SearchError,
  SearchMisconfigured,
  SearchTimedOut,
  settleRuns,
  TaskRepository
} from "@vedette/domain"
import { ScriptedSearch, type ScriptedAnswer } from "@vedette/testkit/fakes"
import { aJudgement } from "@vedette/testkit/fixtures"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { TestClock } from "effect/testing"
import { claim, claimOne, dueTask, installation, newTask, query } from "./installation.ts"

const usage = { ...noUsage, modelCalls: 1, tokens: 60, costMicroUsd: 500 }
const judgement = aJudgement({ verdict: "not_met", judged: "model", observations: [], usage })
const run = { tokens: 100, microUsd: null }
const freeText = { condition: null, conditionDescription: "the maker is in a good mood", notifyBehavior: "always" } as const

const under = (budget: Partial<BudgetCaps>) => Effect.provideService(Policy, { ...defaultPolicy, maxInterval: Duration.hours(2), budget: { ...noBudget, run, ...budget } })

/** Runs what is due and answers the tasks and executions as they are then. */
const work = Effect.gen(function*() {
  const runs = yield* claim()
  yield* settleRuns(yield* Effect.forEach(runs, judgeWithinBudget))
  const task = Option.getOrThrow(yield* (yield* TaskRepository).find(runs[0]!.task.id))
  const execution = Option.getOrThrow(yield* (yield* ExecutionRepository).find(runs[0]!.execution.id))
  return { task, execution }
})

const scripted = (answer: ScriptedAnswer) => ScriptedSearch.use((search) => search.script(query, answer))
const asked = Effect.map(ScriptedSearch.use((search) => search.requests), (requests) => requests.length)

/** Lets the day begin at noon, so that a run of minutes stays within it. */
const noon = TestClock.setTime(Date.UTC(2026, 0, 5, 12))

it.effect("a run that no window has room for is not made, says so, and comes when the window opens", () =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(judgement)
    yield* dueTask(freeText)
    // 60 of 150 are used by the first run: the second may not reserve its 100.
    assert.strictEqual((yield* work).execution.status, "success")
    yield* TestClock.adjust("3 hours")
    const first = yield* asked
    const { execution, task } = yield* work
    assert.strictEqual(yield* asked, first)
    assert.strictEqual(execution.status, "cancelled")
    assert.include(execution.errorMessage, "Today's budget of this task for models and searches is used up.")
    assert.deepStrictEqual((yield* ExecutionRepository.use((executions) => executions.attempts([execution.id])))[0]?.usage, noUsage)
    assert.include(task.dueReason, "budget")
    assert.strictEqual(task.state, "active")
    assert.strictEqual(task.health.consecutiveFailures, 0)
    assert.strictEqual(DateTime.formatIso(task.dueAt!).slice(0, 13), "2026-01-06T00")
    yield* TestClock.setTime(Date.UTC(2026, 0, 6, 0, 11))
    assert.strictEqual((yield* work).execution.status, "success")
  }).pipe(under({ taskDay: { tokens: 150, microUsd: null } }), Effect.provide(installation)))

it.effect("what a failed run has cost is settled, and stands in its trace and with its try", () =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(Effect.fail(new SearchError({ reason: new SearchAnswerUnusable({ message: "Unusable." }), usage })))
    yield* dueTask(freeText)
    const { execution } = yield* work
    assert.strictEqual(execution.status, "retrying")
    assert.include(execution.trace.map(({ detail }) => detail).join(), "1 model calls, 60 tokens, 0 searches, 0 pages, 0.0005 USD")
    const [tried] = yield* ExecutionRepository.use((executions) => executions.attempts([execution.id]))
    assert.deepStrictEqual(tried?.usage, usage)
    yield* TestClock.adjust("2 minutes")
    assert.strictEqual((yield* work).execution.status, "cancelled")
  }).pipe(under({ userDay: { tokens: 150, microUsd: null } }), Effect.provide(installation)))

it.effect("the last try of a run that is given up keeps what it has cost, too", () =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(Effect.fail(new SearchError({ reason: new SearchMisconfigured({ message: "Refused." }), usage })))
    yield* dueTask(freeText)
    const { execution } = yield* work
    assert.strictEqual(execution.status, "failed")
    assert.deepStrictEqual((yield* ExecutionRepository.use((executions) => executions.attempts([execution.id]))).map((tried) => tried.usage), [usage])
  }).pipe(under({ userDay: { tokens: 150, microUsd: null } }), Effect.provide(installation)))

it.effect.each<[string, Effect.Effect<never, SearchError>, boolean]>([
  ["says what it has cost counts with that", Effect.fail(new SearchError({ reason: new SearchTimedOut({ message: "Late." }), usage })), true],
  ["says it a second after its deadline counts with that", Effect.delay(Effect.fail(new SearchError({ reason: new SearchTimedOut({ message: "Late." }), usage })), Duration.sum(defaultPolicy.judgeTimeout, Duration.seconds(1))), true],
  ["does not say what it has cost counts with all that it had reserved", Effect.fail(new SearchError({ reason: new SearchTimedOut({ message: "Late." }) })), false],
  ["does not keep its deadline counts with all that it had reserved", Effect.never, false]
])("a run that comes too late and %s", ([, judged, again]) =>
  Effect.gen(function*() {
    yield* noon
    yield* dueTask(freeText)
    const late = Effect.provideService(work, Search, Search.of({ judge: () => judged }))
    const fiber = yield* Effect.forkChild(late)
    // Its deadline, and the grace in which it could have said something.
    yield* TestClock.adjust(Duration.sum(defaultPolicy.judgeTimeout, Duration.seconds(5)))
    assert.deepInclude((yield* Fiber.join(fiber)).execution, { status: "retrying", errorCategory: "timeout" })
    yield* TestClock.adjust("2 minutes")
    yield* scripted(judgement)
    assert.strictEqual((yield* work).execution.status, again ? "success" : "cancelled")
  }).pipe(under({ userDay: { tokens: 170, microUsd: null } }), Effect.provide(installation)))

it.effect.each<[string, Search["Service"]["judge"], boolean]>([
  ["of which the search side says what it may have cost counts with that", (request) =>
    judgeMetered(request, ({ spend }) => Effect.andThen(spend({ ...usage, tokens: 20 }), countCutOff({ ...usage, tokens: 40 })(Effect.never))), true],
  ["of which it says nothing counts with all that it had reserved", () => Effect.never, false]
])("a run that is stopped on the way %s", ([, judge, again]) =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(judgement)
    yield* dueTask(freeText)
    const [stopped] = yield* claim()
    const fiber = yield* Effect.forkChild(judgeWithinBudget(stopped!).pipe(Effect.provideService(Search, Search.of({ judge }))))
    yield* TestClock.adjust("1 second")
    yield* Fiber.interrupt(fiber)
    // Its lease runs out, and another worker makes it: 60 of 170 are used, or 100.
    yield* TestClock.adjust("1 minute")
    assert.strictEqual((yield* work).execution.status, again ? "success" : "cancelled")
  }).pipe(under({ userDay: { tokens: 170, microUsd: null } }), Effect.provide(installation)))

const spending: Search["Service"]["judge"] = (request) =>
  judgeMetered(request, ({ spend }) => Effect.andThen(spend(usage), countCutOff(usage)(Effect.never)))
const twice = addUsage(usage, usage)
const usages = (id: ExecutionId) => ExecutionRepository.use((executions) => Effect.map(executions.attempts([id]), (tries) => tries.map((tried) => tried.usage)))

/** A try that is stopped while a model answers. */
const stopped = Effect.gen(function*() {
  yield* noon
  yield* dueTask(freeText)
  const tried = yield* claimOne()
  const fiber = yield* Effect.forkChild(judgeWithinBudget(tried).pipe(Effect.provideService(Search, Search.of({ judge: spending }))))
  yield* TestClock.adjust("1 second")
  return { tried, stop: Fiber.interrupt(fiber) }
})

it.effect.each<[string, BudgetCaps]>([
  ["within budgets", { ...noBudget, run, userDay: { tokens: 170, microUsd: null } }],
  ["without any", noBudget]
])("a try that is handed back keeps what it may have cost, %s", ([, budget]) =>
  Effect.gen(function*() {
    const { stop, tried } = yield* stopped
    yield* stop
    yield* releaseRuns([tried])
    assert.deepStrictEqual(yield* usages(tried.execution.id), [twice])
  }).pipe(under(budget), Effect.provide(installation)))

it.effect("a try that was stopped and could not be handed back keeps it as well when another takes the run", () =>
  Effect.gen(function*() {
    const { stop, tried } = yield* stopped
    yield* stop
    yield* TestClock.adjust("1 minute")
    yield* claimOne()
    assert.deepStrictEqual(yield* usages(tried.execution.id), [twice, null])
  }).pipe(under({}), Effect.provide(installation)))

it.effect("a try that another worker has ended stays as it is, whatever its own worker has to say of it", () =>
  Effect.gen(function*() {
    const { stop, tried } = yield* stopped
    yield* TestClock.adjust("1 minute")
    yield* claimOne()
    yield* stop
    assert.deepStrictEqual(yield* usages(tried.execution.id), [null, null])
  }).pipe(under({}), Effect.provide(installation)))

it.effect("a typed condition costs nothing and is judged when nothing is left", () =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(judgement)
    yield* dueTask({ condition: "price < 300 EUR", sources: ["https://shop.example/kettle"] })
    assert.strictEqual((yield* work).execution.status, "success")
  }).pipe(under({ month: { tokens: 1, microUsd: null } }), Effect.provide(installation)))

it.effect("a run may cost no more than its cap, and a preview is counted like one", () =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(judgement)
    const preview = yield* previewTask(newTask(freeText))
    assert.strictEqual(preview.outcome._tag, "Judged")
    assert.deepStrictEqual((yield* ScriptedSearch.use((search) => search.requests))[0]?.budget, run)
    const refused = yield* previewTask(newTask(freeText))
    assert.isTrue(refused.outcome._tag === "Failed" && refused.outcome.failure.message.includes("budget"))
    assert.strictEqual(yield* asked, 1)
  }).pipe(under({ userDay: { tokens: 150, microUsd: null } }), Effect.provide(installation)))

it.effect("a price that is not known counts as all that was reserved", () =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(aJudgement({ ...judgement, usage: { ...usage, costMicroUsd: null } }))
    yield* dueTask(freeText)
    yield* work
    yield* TestClock.adjust("3 hours")
    assert.strictEqual((yield* work).execution.status, "cancelled")
  }).pipe(
    under({ run: { tokens: 100, microUsd: 1_000 }, month: { tokens: null, microUsd: 1_500 } }),
    Effect.provide(installation)
  ))

it.effect("a ledger that cannot be reached is no licence to spend", () =>
  Effect.gen(function*() {
    yield* noon
    yield* scripted(judgement)
    yield* dueTask(freeText)
    const ledger = yield* BudgetLedger
    const broken = BudgetLedger.of({ ...ledger, reserve: () => Effect.die("unreachable") })
    const exit = yield* Effect.exit(work.pipe(Effect.provideService(BudgetLedger, broken)))
    assert.strictEqual(exit._tag, "Failure")
    assert.strictEqual(yield* asked, 0)
  }).pipe(under({ month: { tokens: 1_000, microUsd: null } }), Effect.provide(installation)))
