import { assert } from "@effect/vitest"
import {
  Execution,
  type ExecutionId,
  executionLifecycle,
  ExecutionRepository,
  freshId,
  isTerminal,
  openStatuses,
  statesOf
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { aJudgement } from "../fixtures/aJudgement.ts"
import { fixtureNow } from "../fixtures/fixtureNow.ts"
import { assertSame } from "./assertSame.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"
import { storageReasonOf } from "./storageReasonOf.ts"

const terminalStatuses = statesOf(executionLifecycle).filter((status) => isTerminal(executionLifecycle, status))

/** Every field away from its default, so that a column forgotten by an adapter is missed. */
const fullExecution: Partial<Execution> = {
  trigger: "manual",
  suppressNotifications: true,
  status: "success",
  fence: 7,
  attempts: 2,
  completedAt: fixtureNow,
  judgement: aJudgement({
    expectedAt: fixtureNow,
    nextDateAt: fixtureNow,
    degraded: ["One source failed."],
    model: { name: "small", promptVersion: "judge-1", passages: ["a"] }
  }),
  notification: "The blue kettle costs 45.00 EUR.",
  changeSummary: "Was 60.00 EUR.",
  nextRun: fixtureNow,
  errorMessage: "Timed out.",
  errorCategory: "timeout",
  internalError: "ETIMEDOUT",
  trace: [{ step: "decide", detail: "Told." }]
}

export const executionRepositoryLaws = [
  storageLaw(
    "an execution inserted is found again unchanged",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const task = yield* given.task()
      const full = yield* given.execution(task, fullExecution)
      const plain = yield* given.execution(task)
      assertSame(Execution, Option.getOrThrow(yield* executions.find(full.id)), full)
      assertSame(Execution, Option.getOrThrow(yield* executions.find(plain.id)), plain)
      assert.isTrue(Option.isNone(yield* executions.find(yield* freshId<ExecutionId>())))
      const found = yield* executions.findMany([plain.id, full.id, yield* freshId<ExecutionId>()])
      assert.sameMembers(found.map((execution) => execution.id), [plain.id, full.id])
    })
  ),
  storageLaw(
    "a second open execution of a task is refused, whichever open status either has",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      for (const status of openStatuses) {
        const task = yield* given.task()
        const first = yield* given.execution(task, { status })
        for (const other of openStatuses) {
          const second = yield* given.unsavedExecution(task, { status: other })
          const reason = yield* storageReasonOf(executions.insert([second]))
          assert.deepInclude(reason, { _tag: "Conflict", rule: "one_open_execution" })
        }
        const open = yield* executions.findOpen([task.id])
        assert.deepStrictEqual(open.map((execution) => execution.id), [first.id])
      }
    })
  ),
  storageLaw(
    "of many executions opened at once exactly one is stored",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const task = yield* given.task()
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 50 }),
        () => Effect.result(given.execution(task)),
        { concurrency: 50 }
      )
      assert.lengthOf(outcomes.filter((outcome) => outcome._tag === "Success"), 1)
      assert.strictEqual(yield* executions.count({ taskId: task.id, status: null, notifiedOnly: false }), 1)
    })
  ),
  storageLaw(
    "the open execution is found until it is over, and then another may be opened",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      for (const status of terminalStatuses) {
        const task = yield* given.task()
        const other = yield* given.task()
        const first = yield* given.execution(task)
        const open = Effect.map(
          executions.findOpen([task.id, other.id]),
          (found) => found.map((execution) => execution.id)
        )
        assert.deepStrictEqual(yield* open, [first.id])
        yield* executions.save([{ execution: { ...first, status }, from: first }])
        assert.deepStrictEqual(yield* open, [])
        const second = yield* given.execution(task)
        assert.deepStrictEqual(yield* open, [second.id])
      }
    })
  ),
  storageLaw(
    "save writes the whole execution",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const pending = yield* given.execution(yield* given.task())
      const running: Execution = { ...pending, status: "running", fence: 6, attempts: 1 }
      yield* executions.save([{ execution: running, from: pending }])
      assertSame(Execution, Option.getOrThrow(yield* executions.find(pending.id)), running)
      const { suppressNotifications: _, trigger: __, ...end } = fullExecution
      yield* executions.save([{ execution: { ...running, ...end }, from: running }])
      assertSame(Execution, Option.getOrThrow(yield* executions.find(pending.id)), { ...running, ...end })
    })
  ),
  storageLaw(
    "save from another status or another fence is refused and writes nothing",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const stored = yield* given.execution(yield* given.task(), { status: "running", fence: 3 })
      const moved: Execution = { ...stored, status: "success" }
      for (const from of [{ status: "retrying", fence: 3 }, { status: "running", fence: 2 }] as const) {
        assert.strictEqual((yield* storageReasonOf(executions.save([{ execution: moved, from }])))._tag, "StaleVersion")
      }
      assertSame(Execution, Option.getOrThrow(yield* executions.find(stored.id)), stored)
    })
  ),
  storageLaw(
    "an execution that is over is never written again",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      for (const status of terminalStatuses) {
        const stored = yield* given.execution(yield* given.task(), { status, fence: 3 })
        for (const next of statesOf(executionLifecycle)) {
          const moved = { ...stored, status: next, errorMessage: "Written again." }
          assert.strictEqual((yield* storageReasonOf(executions.save([{ execution: moved, from: stored }])))._tag, "StaleVersion")
        }
        assertSame(Execution, Option.getOrThrow(yield* executions.find(stored.id)), stored)
      }
    })
  ),
  storageLaw(
    "executions are listed newest first, and never another task's",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const task = yield* given.task()
      const told = yield* given.execution(task, { status: "success", notification: "Told." })
      const failed = yield* given.execution(task, { status: "failed" })
      const quiet = yield* given.execution(task, { status: "success" })
      yield* given.execution(yield* given.task({ userId: task.userId }))
      const all = {
        taskId: task.id,
        status: null,
        notifiedOnly: false,
        after: null,
        offset: 0,
        limit: 10
      }
      const listed = (query: Partial<Parameters<typeof executions.list>[0]>) =>
        Effect.map(executions.list({ ...all, ...query }), (found) => found.map((execution) => execution.id))
      assert.deepStrictEqual(yield* listed({}), [quiet.id, failed.id, told.id])
      assert.deepStrictEqual(yield* listed({ limit: 1, offset: 1 }), [failed.id])
      assert.deepStrictEqual(yield* listed({ after: quiet.id }), [failed.id, told.id])
      assert.deepStrictEqual(yield* listed({ status: "success" }), [quiet.id, told.id])
      assert.deepStrictEqual(yield* listed({ notifiedOnly: true }), [told.id])
      assert.strictEqual(yield* executions.count(all), 3)
      assert.strictEqual(yield* executions.count({ ...all, status: "success" }), 2)
      assert.strictEqual(yield* executions.count({ ...all, notifiedOnly: true }), 1)
    })
  )
]
