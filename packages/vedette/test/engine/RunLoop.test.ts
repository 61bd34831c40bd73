import { claimRuns, countCutOff, createTask, ExecutionRepository, LOST_IN_COMPANY, noUsage, type SearchError, type Judgement, Search, type TaskId, TaskRepository, UnitOfWork, WorkQueue } from "@vedette/domain"
import { MemoryStorage } from "@vedette/storage-memory"
import { RecordingNotifier, SeededRandom, TestSecrets } from "@vedette/testkit/fakes"
import { aJudgement, fixtureIds } from "@vedette/testkit/fixtures"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { TestClock } from "effect/testing"
import { defaultEngineSettings, EngineOptions, metricsText, startEngine } from "../../src/index.ts"

const notMet = aJudgement({ verdict: "not_met" })

/** An installation whose search is this function of the query. */
const installation = (judge: (query: string) => Effect.Effect<Judgement, SearchError>, concurrency = 10) =>
  Layer.mergeAll(
    MemoryStorage.layer,
    RecordingNotifier.layer(),
    TestSecrets.layer,
    SeededRandom.layer(7),
    Layer.succeed(Search, { judge: ({ searchQuery }) => judge(searchQuery) }),
    Layer.succeed(EngineOptions, { ...defaultEngineSettings, concurrency, drainWithin: Duration.seconds(25) })
  )

const dueTask = (searchQuery: string) =>
  Effect.map(createTask({ userId: fixtureIds.user, searchQuery, runImmediately: true }), ({ task }) => task.id)

const statusOf = (taskId: TaskId) =>
  ExecutionRepository.use((executions) =>
    executions.list({ taskId, status: null, notifiedOnly: false, after: null, offset: 0, limit: 1 })
  ).pipe(Effect.map(([newest]) => newest?.status))

const outcomesOf = (taskId: TaskId) =>
  ExecutionRepository.use((executions) =>
    Effect.flatMap(executions.findOpen([taskId]), (open) => executions.attempts(open.map(({ id }) => id)))
  ).pipe(Effect.map((attempts) => attempts.map(({ outcome }) => outcome)))

const lease = Duration.seconds(30)

/** What a model may have been asked for when its run was stopped. */
const usage = { ...noUsage, modelCalls: 1, tokens: 40 }

/**
 * Due tasks whose runs cost three workers each, the last of them when the lease runs out that is live now. To be made
 * before anything else is due.
 */
const suspectTasks = Effect.fnUntraced(function*(...queries: ReadonlyArray<string>) {
  const ids = yield* Effect.forEach(queries, dueTask)
  for (let lost = 1; lost <= LOST_IN_COMPANY; lost++) {
    assert.lengthOf((yield* claimRuns({ limit: 10, lease, worker: "dead" })).runs, ids.length)
    if (lost < LOST_IN_COMPANY) yield* TestClock.adjust(lease)
  }
  return ids
})

/** Virtual time in steps, so that what one step starts, the next can end. */
const pass = (seconds: number) => Effect.forEach(Array.from({ length: seconds }), () => TestClock.adjust("1 second"))

describe("the run loop", () => {
  it.effect("runs as many at a time as it may, and the rest as places come free", () => {
    let open = 0
    let most = 0
    const judge = () =>
      Effect.acquireUseRelease(
        Effect.sync(() => {
          open += 1
          most = Math.max(most, open)
        }),
        () => Effect.as(Effect.sleep("3 seconds"), notMet),
        () => Effect.sync(() => void (open -= 1))
      )
    return Effect.gen(function*() {
      const ids = yield* Effect.forEach(Array.from({ length: 7 }, (_, i) => `task ${i}`), dueTask)
      yield* startEngine
      yield* pass(4)
      assert.strictEqual(most, 3)
      yield* pass(8)
      assert.deepStrictEqual(yield* Effect.forEach(ids, statusOf), ids.map(() => "success" as const))
      assert.strictEqual(most, 3)
    }).pipe(Effect.scoped, Effect.provide(installation(judge, 3)))
  })

  it.effect("a run longer than its lease keeps it by heartbeats", () =>
    Effect.gen(function*() {
      const id = yield* dueTask("slow")
      yield* startEngine
      yield* pass(100)
      assert.strictEqual(yield* statusOf(id), "success")
      assert.lengthOf(yield* ExecutionRepository.use((all) => all.list({ taskId: id, status: null, notifiedOnly: false, after: null, offset: 0, limit: 9 })), 1)
    }).pipe(Effect.scoped, Effect.provide(installation(() => Effect.as(Effect.sleep("90 seconds"), notMet)))))

  it.effect("a stopping worker lets its runs finish, and hands back those that take too long", () =>
    Effect.gen(function*() {
      const quick = yield* dueTask("quick")
      const long = yield* dueTask("long")
      const scope = yield* Scope.make()
      yield* Scope.provide(startEngine, scope)
      yield* pass(2)
      const stopped = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* pass(12)
      assert.strictEqual(yield* statusOf(quick), "success")
      assert.strictEqual(yield* statusOf(long), "running")
      yield* pass(20)
      assert.isDefined(stopped.pollUnsafe(), "the worker has stopped")
      assert.strictEqual(yield* statusOf(long), "retrying")
      const [attempt] = yield* ExecutionRepository.use((executions) =>
        Effect.flatMap(executions.findOpen([long]), (open) => executions.attempts(open.map(({ id }) => id)))
      )
      assert.deepInclude(attempt, { outcome: "released", usage })
      const task = Option.getOrThrow(yield* TaskRepository.use((tasks) => tasks.find(long)))
      assert.isNotNull(task.dueAt, "another worker may take it up at once")
    }).pipe(Effect.provide(installation((query) =>
      countCutOff(usage)(Effect.as(Effect.sleep(query === "quick" ? "10 seconds" : "100 seconds"), notMet))))))

  it.effect("a run that has cost three workers is run with nothing beside it, and others have their turn between two such", () => {
    const begun: Array<ReadonlyArray<string>> = []
    const open = new Set<string>()
    const judge = (query: string) =>
      Effect.acquireUseRelease(
        Effect.sync(() => {
          open.add(query)
          begun.push([...open])
        }),
        () => Effect.as(Effect.sleep("3 seconds"), notMet),
        () => Effect.sync(() => open.delete(query))
      )
    return Effect.gen(function*() {
      const suspects = yield* suspectTasks("s1", "s2", "s3")
      yield* TestClock.adjust(lease)
      const others = yield* Effect.forEach(["a", "b", "c", "d"], dueTask)
      yield* startEngine
      yield* pass(20)
      for (const id of [...suspects, ...others]) assert.strictEqual(yield* statusOf(id), "success")
      assert.deepStrictEqual(begun, [["a"], ["a", "b"], ["s1"], ["c"], ["c", "d"], ["s2"], ["s3"]])
    }).pipe(Effect.scoped, Effect.provide(installation(judge, 5)))
  })

  it.effect("what a worker has in hand ends before a run is run alone, and it claims nothing meanwhile", () =>
    Effect.gen(function*() {
      const [suspect] = yield* suspectTasks("suspect")
      const long = yield* dueTask("long")
      yield* startEngine
      yield* pass(36)
      const later = yield* dueTask("later")
      yield* pass(6)
      assert.deepStrictEqual(yield* Effect.forEach([long, suspect!, later], statusOf), ["running", "retrying", "pending"])
      yield* pass(60)
      assert.deepStrictEqual(yield* Effect.forEach([long, suspect!, later], statusOf), ["success", "success", "success"])
    }).pipe(
      Effect.scoped,
      Effect.provide(installation((query) => Effect.as(Effect.sleep(query === "long" ? "50 seconds" : "1 second"), notMet)))
    ))

  it.effect("a worker that makes room for such a run goes on when another has taken it", () => {
    const seconds = new Map([["short", 40], ["long", 100], ["suspect", 30], ["later", 1]])
    return Effect.gen(function*() {
      const [suspect] = yield* suspectTasks("suspect")
      yield* dueTask("short")
      // Full, and so it does not see the suspect before it has nothing in hand.
      yield* Effect.provideService(startEngine, EngineOptions, { ...defaultEngineSettings, concurrency: 1 })
      yield* pass(1)
      const long = yield* dueTask("long")
      yield* startEngine
      yield* pass(37)
      const later = yield* dueTask("later")
      yield* pass(1)
      const waiting = yield* Effect.forEach([long, suspect!, later], statusOf)
      yield* pass(10)
      const taken = yield* Effect.forEach([long, suspect!, later], statusOf)
      yield* pass(60)
      assert.deepStrictEqual(waiting, ["running", "retrying", "pending"])
      assert.deepStrictEqual(taken, ["running", "running", "success"])
    }).pipe(
      Effect.scoped,
      Effect.provide(installation((query) => Effect.as(Effect.sleep(`${seconds.get(query) ?? 0} seconds`), notMet)))
    )
  })

  it.effect("a worker that stops while such a run waits leaves it to others as it is", () =>
    Effect.gen(function*() {
      const [suspect] = yield* suspectTasks("suspect")
      yield* dueTask("long")
      const scope = yield* Scope.make()
      yield* Scope.provide(startEngine, scope)
      yield* pass(36)
      const stopped = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* pass(30)
      assert.isDefined(stopped.pollUnsafe(), "the worker has stopped")
      assert.deepStrictEqual(yield* outcomesOf(suspect!), ["lost", "lost", "lost"])
      const [run] = (yield* claimRuns({ limit: 1, lease, worker: "another" })).runs
      assert.isDefined(run, "claimable at once")
    }).pipe(Effect.provide(installation(() => Effect.as(Effect.sleep("100 seconds"), notMet)))))

  it.effect("one place is enough for a run that has cost three workers", () =>
    Effect.gen(function*() {
      const suspects = yield* suspectTasks("s1", "s2")
      yield* TestClock.adjust(lease)
      const other = yield* dueTask("other")
      yield* startEngine
      yield* pass(10)
      assert.deepStrictEqual(yield* Effect.forEach([...suspects, other], statusOf), ["success", "success", "success"])
    }).pipe(Effect.scoped, Effect.provide(installation(() => Effect.as(Effect.sleep("1 second"), notMet), 1))))

  it.effect("two idle workers and one such run: it is run once, and nobody spins", () => {
    let claims = 0
    let judgements = 0
    const judge = () => Effect.as(Effect.andThen(Effect.sync(() => judgements += 1), Effect.sleep("20 seconds")), notMet)
    return Effect.gen(function*() {
      const [suspect] = yield* suspectTasks("suspect")
      const queue = yield* WorkQueue
      const counted: WorkQueue["Service"] = { ...queue, claim: (options) => Effect.suspend(() => (claims += 1, queue.claim(options))) }
      yield* Effect.provideService(startEngine, WorkQueue, counted)
      yield* Effect.provideService(startEngine, WorkQueue, counted)
      yield* pass(60)
      assert.strictEqual(yield* statusOf(suspect!), "success")
      assert.strictEqual(judgements, 1)
      assert.isAtMost(claims, 40)
    }).pipe(Effect.scoped, Effect.provide(installation(judge)))
  })

  // In real time: a process that stands still finds all its timers due at once, which no virtual clock plays.
  it.live("a worker that stood still beyond its lease stops a run it has lost with the first heartbeat after", () =>
    Effect.gen(function*() {
      const stopped = yield* Deferred.make<void>()
      const judge = () => Effect.onInterrupt(Effect.never, () => Deferred.succeed(stopped, undefined))
      const standStill = Effect.sync(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800))
      yield* Effect.gen(function*() {
        const id = yield* dueTask("lost")
        const queue = yield* WorkQueue
        let beats = 0
        // As over a network: the answer comes a turn of the event loop later, and so behind whatever timer is due.
        const distant: WorkQueue["Service"] = {
          ...queue,
          heartbeat: (claims, lease) =>
            Effect.promise(() => {
              beats += 1
              return new Promise((resolve) => setTimeout(resolve, 5))
            }).pipe(Effect.andThen(queue.heartbeat(claims, lease)))
        }
        yield* Effect.provideService(startEngine, WorkQueue, distant)
        while ((yield* statusOf(id)) !== "running") yield* Effect.sleep("5 millis")
        yield* UnitOfWork.use(({ transact }) => transact(queue.revoke(id)))
        yield* standStill
        yield* Effect.timeout(Deferred.await(stopped), "5 seconds")
        assert.strictEqual(beats, 1)
        assert.match(yield* metricsText, /^vedette_leases_lost_total 1$/m)
      }).pipe(
        Effect.scoped,
        Effect.provideService(EngineOptions, { ...defaultEngineSettings, concurrency: 1, lease: Duration.millis(600), drainWithin: Duration.zero }),
        Effect.provideService(Metric.MetricRegistry, new Map()),
        Effect.provide(installation(judge))
      )
    }))
})
