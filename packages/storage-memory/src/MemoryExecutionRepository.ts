import {
  type Attempt,
  type AttemptEnd,
  type AttemptUsage,
  Conflict,
  type Execution,
  type ExecutionChange,
  executionLifecycle,
  ExecutionRepository,
  isTerminal,
  StaleVersion,
  type StorageReason,
  type TaskId,
  type UserId
} from "@vedette/domain"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { foldAll } from "./foldAll.ts"
import { changed, MemoryDatabase } from "./MemoryDatabase.ts"
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

const toldBy = (state: MemoryState, userId: UserId | null) => (row: Execution): boolean =>
  row.notification !== null &&
  (userId === null
    ? Option.exists(HashMap.get(state.tasks, row.taskId), (task) => task.isPublic)
    : row.userId === userId)

type Written = Result.Result<MemoryState, StorageReason>

const inserted = (state: MemoryState, execution: Execution): Written => {
  if (HashMap.has(state.executions, execution.id)) {
    return Result.fail(new Conflict({ message: "This execution exists.", rule: "duplicate_id" }))
  }
  // A row inserted already over (an import) leaves the task's open one as it is.
  if (!isOpen(execution)) {
    return Result.succeed({ ...state, executions: HashMap.set(state.executions, execution.id, execution) })
  }
  return HashMap.has(state.openExecutions, execution.taskId)
    ? Result.fail(new Conflict({ message: "The task has an open execution.", rule: "one_open_execution" }))
    : Result.succeed(stored(state, execution))
}

const saved = (state: MemoryState, { execution, from }: ExecutionChange): Written => {
  const row = HashMap.get(state.executions, execution.id)
  const writable = Option.isSome(row) && isOpen(row.value) && row.value.status === from.status &&
    row.value.fence === from.fence
  return writable
    ? Result.succeed(stored(state, execution))
    : Result.fail(new StaleVersion({ message: "The execution moved on since it was read." }))
}

const triesOf = (state: MemoryState, id: Attempt["executionId"]): ReadonlyArray<Attempt> =>
  Option.getOrElse(HashMap.get(state.attempts, id), () => [])

const attemptInserted = (state: MemoryState, attempt: Attempt): Written => {
  const tries = triesOf(state, attempt.executionId)
  if (tries.some(({ n }) => n === attempt.n)) {
    return Result.fail(new Conflict({ message: "This attempt exists.", rule: "duplicate_id" }))
  }
  if (attempt.outcome === "running" && tries.some(({ outcome }) => outcome === "running")) {
    return Result.fail(new Conflict({ message: "The execution has an attempt in progress.", rule: "other" }))
  }
  return Result.succeed({
    ...state,
    attempts: HashMap.set(state.attempts, attempt.executionId, [...tries, attempt])
  })
}

const attemptEnded = (state: MemoryState, { executionId, ...end }: AttemptEnd): MemoryState => ({
  ...state,
  attempts: HashMap.modify(state.attempts, executionId, (tries) =>
    tries.map((attempt) => attempt.outcome === "running" ? { ...attempt, ...end, usage: end.usage ?? attempt.usage } : attempt))
})

const usageTold = (state: MemoryState, { executionId, fence, usage }: AttemptUsage): MemoryState => ({
  ...state,
  attempts: HashMap.modify(state.attempts, executionId, (tries) =>
    tries.map((attempt) => attempt.outcome === "running" && attempt.fence === fence ? { ...attempt, usage: attempt.usage ?? usage } : attempt))
})

/** Newest first: ids rise with time. */
const newestFirst = (a: Execution, b: Execution): number => a.id < b.id ? 1 : -1

const findingsOf = (state: MemoryState, taskId: TaskId, limit: number): ReadonlyArray<string> =>
  [...matching(state, { taskId, status: "success", notifiedOnly: false })]
    .sort(newestFirst)
    .flatMap(({ judgement }) => judgement === null ? [] : judgement.evidence)
    .slice(0, limit)

/** Ended before the instant, told nobody, and not the last of its task; ended first, first. */
const prunable = (state: MemoryState, endedBefore: DateTime.Utc): ReadonlyArray<Execution> => {
  const told = new Set(HashMap.toValues(state.notifications).map(({ executionId }) => executionId))
  const last = new Set(HashMap.toValues(state.tasks).map(({ lastExecutionId }) => lastExecutionId))
  return HashMap.toValues(state.executions)
    .flatMap((row) =>
      row.completedAt !== null && row.notification === null && !told.has(row.id) && !last.has(row.id) &&
        DateTime.isLessThan(row.completedAt, endedBefore)
        ? [{ row, endedMs: DateTime.toEpochMillis(row.completedAt) }]
        : []
    )
    .sort((a, b) => a.endedMs - b.endedMs)
    .map(({ row }) => row)
}

export const MemoryExecutionRepository = Layer.effect(
  ExecutionRepository,
  Effect.map(MemoryDatabase, ({ read, write }) => {
    const writeAll = <A>(batch: ReadonlyArray<A>, change: (state: MemoryState, row: A) => Written) =>
      write((state) => Result.map(foldAll(state, batch, change), (after) => [undefined, after] as const))

    return ExecutionRepository.of({
      insert: (executions) => writeAll(executions, inserted),
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
      save: (changes) => writeAll(changes, saved),
      list: (query) =>
        read((state) =>
          matching(state, query)
            .filter((row) => query.after === null || row.id < query.after)
            .sort(newestFirst)
            .slice(query.offset, query.offset + query.limit)
        ),
      count: (query) => read((state) => matching(state, query).length),
      listTold: ({ after, limit, userId }) =>
        read((state) =>
          HashMap.toValues(state.executions)
            .filter(toldBy(state, userId))
            .filter((row) => after === null || row.id < after)
            .sort(newestFirst)
            .slice(0, limit)
        ),
      findings: (taskIds, limit) =>
        read((state) => new Map(taskIds.map((taskId) => [taskId, findingsOf(state, taskId, limit)] as const))),
      prune: ({ endedBefore, limit }) =>
        write((state) => {
          const doomed = prunable(state, endedBefore).slice(0, limit).map(({ id }) => id)
          return changed(doomed.length, {
            ...state,
            executions: HashMap.removeMany(state.executions, doomed),
            attempts: HashMap.removeMany(state.attempts, doomed),
            pageReads: HashMap.removeMany(state.pageReads, doomed)
          })
        }),
      insertAttempts: (attempts) => writeAll(attempts, attemptInserted),
      endAttempts: (ends) => write((state) => changed(undefined, ends.reduce(attemptEnded, state))),
      tellUsage: (usages) => write((state) => changed(undefined, usages.reduce(usageTold, state))),
      attempts: (ids) =>
        read((state) => [...new Set(ids)].sort().flatMap((id) => triesOf(state, id).toSorted((a, b) => a.n - b.n)))
    })
  })
)
