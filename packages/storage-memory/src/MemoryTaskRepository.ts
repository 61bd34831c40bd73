import {
  Conflict,
  StaleVersion,
  type StorageReason,
  type Task,
  type TaskId,
  type TaskQuery,
  TaskRepository,
  type UserId
} from "@vedette/domain"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { withSubscriber, withView } from "./audience.ts"
import { claimIsLive } from "./claimIsLive.ts"
import { deleteTask } from "./deleteTask.ts"
import { foldAll } from "./foldAll.ts"
import { changed, MemoryDatabase, refused } from "./MemoryDatabase.ts"
import type { MemoryState } from "./MemoryState.ts"

/** A task as it is answered: the row, and the intent that the work queue keeps for it. */
const taskOf = (state: MemoryState, id: TaskId): Option.Option<Task> =>
  Option.map(HashMap.get(state.tasks, id), (row) => ({
    ...row,
    dueAt: Option.match(HashMap.get(state.timers, id), { onNone: () => null, onSome: (timer) => timer.dueAt })
  }))

const byExternalId = (state: MemoryState, userId: UserId, externalId: string): Task | undefined =>
  HashMap.toValues(state.tasks).find((row) => row.userId === userId && row.externalId === externalId)

const externalIdTaken = (state: MemoryState, task: Task): boolean => {
  if (task.externalId === null) return false
  const holder = byExternalId(state, task.userId, task.externalId)
  return holder !== undefined && holder.id !== task.id
}
const externalIdConflict = () =>
  new Conflict({ message: "Another task of this owner has this external id.", rule: "external_id" })

/** The state with a copy of a task written, its counters excepted: readers raise those without touching the version. */
const saved = (state: MemoryState, task: Task): Result.Result<MemoryState, StorageReason> => {
  const stored = HashMap.get(state.tasks, task.id)
  if (Option.isNone(stored) || stored.value.version !== task.version) {
    return Result.fail(new StaleVersion({ message: "The task was changed or deleted since it was read." }))
  }
  if (externalIdTaken(state, task)) return Result.fail(externalIdConflict())
  const { subscriberCount, viewCount } = stored.value
  return Result.succeed({
    ...state,
    tasks: HashMap.set(state.tasks, task.id, { ...task, subscriberCount, viewCount, version: task.version + 1 })
  })
}

const says = (row: Task, q: string): boolean =>
  [row.name, row.searchQuery, row.conditionDescription].some((text) => text.toLowerCase().includes(q.toLowerCase()))

const ofOwner = (state: MemoryState, { health, q, state: taskState, tag, userId }: TaskQuery): ReadonlyArray<Task> =>
  HashMap.toValues(state.tasks).filter((row) =>
    row.userId === userId &&
    (taskState === null || row.state === taskState) &&
    (q == null || says(row, q)) &&
    (tag == null || row.tags.includes(tag)) &&
    (health == null || row.health.status === health)
  )

const publicOnes = (state: MemoryState, q: string | null): ReadonlyArray<Task> =>
  HashMap.toValues(state.tasks).filter((row) => row.isPublic && (q === null || says(row, q)))

/** Ids rise with time. */
const newestFirst = (a: Task, b: Task): number => a.id < b.id ? 1 : -1
const orders = {
  recent: newestFirst,
  popular: (a: Task, b: Task): number => b.viewCount - a.viewCount || newestFirst(a, b)
} as const

export const MemoryTaskRepository = Layer.effect(
  TaskRepository,
  Effect.map(MemoryDatabase, ({ read, write }) => {
    const find = (id: TaskId) => read((state) => taskOf(state, id))
    return TaskRepository.of({
      find,
      // Transactions are serial: while one is open, nobody else writes anything.
      lock: find,
      findByExternalId: (userId, externalId) =>
        read((state) =>
          Option.flatMap(
            Option.fromUndefinedOr(byExternalId(state, userId, externalId)),
            (row) => taskOf(state, row.id)
          )
        ),
      lockClaimed: (claims) =>
        read((state) => {
          const live = claims.filter((claim) => claimIsLive(state, claim))
          return live.sort((a, b) => a.taskId < b.taskId ? -1 : 1).flatMap((claim) =>
            Option.toArray(Option.map(taskOf(state, claim.taskId), (task) => ({ claim, task })))
          )
        }),
      // Transactions are serial, so the answer holds until this one ends.
      lockActiveCount: (userId) => read((state) => ofOwner(state, { userId, state: "active" }).length),
      insert: (task) =>
        write((state) => {
          if (HashMap.has(state.tasks, task.id)) {
            return refused(new Conflict({ message: "This task exists.", rule: "duplicate_id" }))
          }
          if (externalIdTaken(state, task)) return refused(externalIdConflict())
          return changed(undefined, {
            ...state,
            tasks: HashMap.set(state.tasks, task.id, task),
            timers: HashMap.set(state.timers, task.id, { generation: 0, dueAt: null, fence: 0, lease: null })
          })
        }),
      save: (task) =>
        write((state) =>
          Result.map(saved(state, task), (after) => [Option.getOrThrow(taskOf(after, task.id)), after] as const)
        ),
      saveAll: (tasks) => write((state) => Result.map(foldAll(state, tasks, saved), (after) => [undefined, after] as const)),
      list: ({ after, limit, ...query }) =>
        read((state) =>
          ofOwner(state, query)
            .filter((row) => after === null || row.id < after)
            .sort(newestFirst)
            .slice(0, limit ?? Infinity)
            .flatMap((row) => Option.toArray(taskOf(state, row.id)))
        ),
      count: (query) => read((state) => ofOwner(state, query).length),
      findMany: (ids) => read((state) => [...new Set(ids)].flatMap((id) => Option.toArray(taskOf(state, id)))),
      listPublic: ({ limit, offset, q, sortBy }) =>
        read((state) =>
          publicOnes(state, q)
            .toSorted(orders[sortBy])
            .slice(offset, offset + limit)
            .flatMap((row) => Option.toArray(taskOf(state, row.id)))
        ),
      countPublic: ({ q }) => read((state) => publicOnes(state, q).length),
      namesInUse: (userId, names) =>
        read((state) => {
          const used = new Set(HashMap.toValues(state.tasks).flatMap((row) => row.userId === userId ? row.name : []))
          return names.filter((name) => used.has(name))
        }),
      recordView: (id, view) => write((state) => changed(...withView(state, id, view))),
      recordSubscriber: (id, userId) => write((state) => changed(...withSubscriber(state, id, userId))),
      delete: (id) => write((state) => changed(HashMap.has(state.tasks, id), deleteTask(state, id)))
    })
  })
)
