import { Contention, createTask, ExecutionRepository, Search, StorageError, type TaskId, TaskRepository } from "@vedette/domain"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { TestClock } from "effect/testing"
import { startEngine } from "../../src/engine/Engine.ts"
import { defaultEngineSettings, EngineOptions } from "../../src/engine/EngineOptions.ts"
import { executionsOf, installation, newTask, notMet } from "../usecases/installation.ts"

const locked = new StorageError({ reason: new Contention({ message: "Somebody holds the row." }) })

const statusOf = (taskId: TaskId) => Effect.map(executionsOf(taskId), ([newest]) => newest?.status)

const due = (searchQuery: string) =>
  Effect.map(createTask(newTask({ searchQuery, runImmediately: true })), ({ task }) => task.id)

describe("settling", () => {
  it.effect("a run whose task somebody keeps locked holds up neither those that end with it nor those after", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const stuck = yield* due("the stuck")
      const beside = yield* due("beside it")
      let isLocked = false
      const contended: TaskRepository["Service"] = {
        ...tasks,
        lockClaimed: (claims) =>
          Effect.suspend(() => isLocked && claims.some(({ taskId }) => taskId === stuck) ? Effect.fail(locked) : tasks.lockClaimed(claims))
      }
      yield* Effect.gen(function*() {
        yield* startEngine
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual(yield* statusOf(beside), "success")
        const after = yield* due("after it")
        yield* TestClock.adjust("10 seconds")
        assert.strictEqual(yield* statusOf(after), "success")
        assert.strictEqual(yield* statusOf(stuck), "running")
        isLocked = false
        yield* TestClock.adjust("6 seconds")
        assert.strictEqual(yield* statusOf(stuck), "success")
      }).pipe(
        Effect.scoped,
        Effect.provideService(TaskRepository, contended),
        // From then on: a claim reads its tasks under the same lock.
        Effect.provideService(Search, {
          judge: ({ searchQuery }) =>
            Effect.sync(() => {
              if (searchQuery === "the stuck") isLocked = true
              return notMet
            })
        }),
        Effect.provideService(EngineOptions, { ...defaultEngineSettings, drainWithin: Duration.zero })
      )
      const [run, ...more] = yield* executionsOf(stuck)
      assert.isEmpty(more)
      assert.lengthOf(yield* ExecutionRepository.use((executions) => executions.attempts([run!.id])), 1, "judged once")
    }).pipe(Effect.provide(installation)))

  it.effect("a worker told to stop waits for what is still being settled", () =>
    Effect.gen(function*() {
      const tasks = yield* TaskRepository
      const stuck = yield* due("the stuck")
      let refusals = 0
      const contended: TaskRepository["Service"] = {
        ...tasks,
        lockClaimed: (claims) => Effect.suspend(() => refusals-- > 0 ? Effect.fail(locked) : tasks.lockClaimed(claims))
      }
      yield* Effect.gen(function*() {
        yield* startEngine
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* statusOf(stuck), "running")
        // The scope closes beside the clock, which its drain waits for.
        yield* Effect.forkDetach(TestClock.adjust("20 seconds"))
      }).pipe(
        Effect.scoped,
        Effect.provideService(TaskRepository, contended),
        Effect.provideService(Search, {
          judge: () =>
            Effect.sync(() => {
              refusals = 15
              return notMet
            })
        }),
        Effect.provideService(EngineOptions, { ...defaultEngineSettings, drainWithin: Duration.seconds(10) })
      )
      assert.strictEqual(yield* statusOf(stuck), "success")
    }).pipe(Effect.provide(installation)))
})
