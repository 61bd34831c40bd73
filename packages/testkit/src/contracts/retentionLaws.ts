import { assert } from "@effect/vitest"
import { type ExecutionId, ExecutionRepository, Outbox, TaskRepository } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { anAttempt } from "../fixtures/anAttempt.ts"
import { given } from "./given.ts"
import { storageLaw } from "./storageLaw.ts"

/** Long before anything that another law stores, so that laws do not prune for each other. */
const longAgo = DateTime.makeUnsafe(Date.UTC(2001, 0, 1))
const endedBefore = DateTime.add(longAgo, { days: 30 })
const ended = (day: number) => ({ status: "success" as const, completedAt: DateTime.add(longAgo, { days: day }) })

const left = (ids: ReadonlyArray<ExecutionId>) =>
  ExecutionRepository.use((executions) => Effect.map(executions.findMany(ids), (found) => ids.filter((id) => found.some((one) => one.id === id))))

/** What is kept and what is pruned. */
export const retentionLaws = [
  storageLaw(
    "what ended long ago and told nobody is pruned, with its attempts, those that ended first first",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const task = yield* given.task()
      const second = yield* given.execution(task, ended(2))
      const first = yield* given.execution(task, { ...ended(1), status: "failed" })
      const third = yield* given.execution(task, { ...ended(3), status: "cancelled" })
      yield* executions.insertAttempts([anAttempt({ executionId: first.id, n: 1, outcome: "failed" })])
      assert.strictEqual(yield* executions.prune({ endedBefore, limit: 2 }), 2)
      assert.deepStrictEqual(yield* left([first.id, second.id, third.id]), [third.id])
      assert.deepStrictEqual(yield* executions.attempts([first.id]), [])
      assert.strictEqual(yield* executions.prune({ endedBefore, limit: 2 }), 1)
      assert.strictEqual(yield* executions.prune({ endedBefore, limit: 2 }), 0)
    })
  ),
  storageLaw(
    "what was told, what is open, what is recent and the last execution of a task are kept",
    Effect.gen(function*() {
      const executions = yield* ExecutionRepository
      const tasks = yield* TaskRepository
      const task = yield* given.task()
      const told = yield* given.execution(task, { ...ended(1), notification: "It happened." })
      const toldOfHealth = yield* given.execution(task, { ...ended(1), status: "failed" })
      yield* (yield* Outbox).owe(yield* given.unsavedNotification(toldOfHealth, { event: "health_changed" }), [])
      const recent = yield* given.execution(task, ended(31))
      const last = yield* given.execution(task, ended(2))
      const open = yield* given.execution(task, { status: "running", completedAt: null })
      const stored = Option.getOrThrow(yield* tasks.lock(task.id))
      yield* tasks.save({ ...stored, lastExecutionId: last.id })
      assert.strictEqual(yield* executions.prune({ endedBefore, limit: 100 }), 0)
      const all = [told.id, toldOfHealth.id, recent.id, last.id, open.id]
      assert.deepStrictEqual(yield* left(all), all)
    })
  )
]
