import {
  Conflict,
  type Execution,
  executionLifecycle,
  ExecutionRepository,
  isTerminal,
  StaleVersion,
  type TaskId
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { changed, MemoryDatabase, refused } from "./MemoryDatabase.ts"
import type { MemoryState } from "./MemoryState.ts"

const isOpen = (execution: Execution): boolean => !isTerminal(executionLifecycle, execution.status)

const stored = (state: MemoryState, execution: Execution): MemoryState => ({
  ...state,
  executions: HashMap.set(state.executions, execution.id, execution),
  openExecutions: isOpen(execution)
    ? HashMap.set(state.openExecutions, execution.taskId, execution.id)
    : HashMap.remove(state.openExecutions, execution.taskId)
})

const matching = (state: MemoryState, query: {
  readonly taskId: TaskId
  readonly status: Execution["status"] | null
  readonly notifiedOnly: boolean
}): ReadonlyArray<Execution> =>
  HashMap.toValues(state.executions).filter((row) =>
    row.taskId === query.taskId &&
    (query.status === null || row.status === query.status) &&
    (!query.notifiedOnly || row.notification !== null)
  )

export const MemoryExecutionRepository = Layer.effect(
  ExecutionRepository,
  Effect.map(MemoryDatabase, ({ read, write }) =>
    ExecutionRepository.of({
      insert: (execution) =>
        write((state) => {
          if (HashMap.has(state.executions, execution.id)) {
            return refused(new Conflict({ message: "This execution exists.", rule: "duplicate_id" }))
          }
          // A row inserted already over (an import) leaves the task's open one as it is.
          if (!isOpen(execution)) {
            return changed(undefined, {
              ...state,
              executions: HashMap.set(state.executions, execution.id, execution)
            })
          }
          return HashMap.has(state.openExecutions, execution.taskId)
            ? refused(new Conflict({ message: "The task has an open execution.", rule: "one_open_execution" }))
            : changed(undefined, stored(state, execution))
        }),
      find: (id) => read((state) => HashMap.get(state.executions, id)),
      findMany: (ids) =>
        read((state) => [...new Set(ids)].flatMap((id) => Option.toArray(HashMap.get(state.executions, id)))),
      findOpen: (taskIds) =>
        read((state) =>
          [...new Set(taskIds)].flatMap((taskId) =>
            Option.toArray(
              Option.flatMap(HashMap.get(state.openExecutions, taskId), (id) => HashMap.get(state.executions, id))
            )
          )
        ),
      save: (execution, from) =>
        write((state) => {
          const row = HashMap.get(state.executions, execution.id)
          const writable = Option.isSome(row) && isOpen(row.value) && row.value.status === from.status &&
            row.value.fence === from.fence
          return writable
            ? changed(undefined, stored(state, execution))
            : refused(new StaleVersion({ message: "The execution moved on since it was read." }))
        }),
      list: (query) =>
        read((state) =>
          matching(state, query)
            .filter((row) => query.after === null || row.id < query.after)
            .sort((a, b) => a.id < b.id ? 1 : -1)
            .slice(query.offset, query.offset + query.limit)
        ),
      count: (query) => read((state) => matching(state, query).length),
      insertAttempt: (attempt) =>
        write((state) => {
          const tries = Option.getOrElse(HashMap.get(state.attempts, attempt.executionId), () => [])
          return tries.some((other) => other.n === attempt.n)
            ? refused(new Conflict({ message: "This attempt exists.", rule: "duplicate_id" }))
            : changed(undefined, {
              ...state,
              attempts: HashMap.set(state.attempts, attempt.executionId, [...tries, attempt])
            })
        }),
      endAttempt: (attempt) =>
        write((state) =>
          changed(undefined, {
            ...state,
            attempts: HashMap.modify(state.attempts, attempt.executionId, (tries) =>
              tries.map((other) => other.n === attempt.n && other.outcome === "running" ? attempt : other))
          })
        ),
      attempts: (id) =>
        read((state) =>
          [...Option.getOrElse(HashMap.get(state.attempts, id), () => [])].sort((a, b) => a.n - b.n)
        )
    }))
)
