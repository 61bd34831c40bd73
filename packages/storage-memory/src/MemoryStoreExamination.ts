import { type Examined, StoreExamination, type Task, type TaskFacts } from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { MemoryDatabase } from "./MemoryDatabase.ts"
import type { MemoryState } from "./MemoryState.ts"

const open = ["pending", "running", "retrying"]

const factsOf = (state: MemoryState, task: Task): TaskFacts => {
  const timer = Option.getOrNull(HashMap.get(state.timers, task.id))
  const executions = HashMap.toValues(state.executions).filter(({ taskId }) => taskId === task.id)
  const pending = HashMap.toValues(state.deliveries).filter((row) => row.taskId === task.id && row.status === "pending")
  const owed = new Set(
    HashMap.toValues(state.notifications).flatMap(({ event, executionId }) => event === "condition_met" ? executionId : [])
  )
  const tries = (id: (typeof executions)[number]["id"]) => Option.getOrElse(HashMap.get(state.attempts, id), () => [])
  return {
    taskId: task.id,
    userId: task.userId,
    state: task.state,
    unreadable: null,
    dueAt: timer?.dueAt ?? null,
    leaseUntil: timer === null || timer.lease === null ? null : DateTime.makeUnsafe(timer.lease.until),
    open: executions.flatMap(({ id, status }) => open.includes(status) ? [{ id, status }] : []),
    strayTries: executions.flatMap(({ id, status }) =>
      status !== "running" && tries(id).some(({ outcome }) => outcome === "running") ? id : []),
    unowed: executions.flatMap(({ id, notification }) => notification !== null && !owed.has(id) ? id : []),
    undatedDeliveries: pending.flatMap(({ dueAt, id }) => dueAt === null ? id : []),
    pending: pending.map(({ id, kind }) => ({ id, kind }))
  }
}

export const MemoryStoreExamination = Layer.effect(
  StoreExamination,
  Effect.map(MemoryDatabase, ({ read }) => {
    const examined = (which: (tasks: ReadonlyArray<Task>) => ReadonlyArray<Task>) =>
      read((state, now): Examined => ({
        facts: which(HashMap.toValues(state.tasks).sort((a, b) => a.id < b.id ? -1 : 1)).map((task) => factsOf(state, task)),
        now
      }))
    return StoreExamination.of({
      page: ({ after, limit }) => examined((tasks) => tasks.filter(({ id }) => after === null || id > after).slice(0, limit)),
      of: (taskId) => examined((tasks) => tasks.filter(({ id }) => id === taskId)),
      // Rows are their own carriers here: none can be missing, and none be left over.
      timers: Effect.succeed({ missing: 0, stray: 0 }),
      repairTimers: Effect.void
    })
  })
)
