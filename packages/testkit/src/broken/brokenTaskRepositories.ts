import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type BrokenStorage, brokenStorage } from "./brokenStorage.ts"
import { onConflict } from "./onConflict.ts"

/** Task repositories with one defect each, over the memory storage. */
export const brokenTaskRepositories: ReadonlyArray<BrokenStorage> = [
  brokenStorage(
    "forgets a field",
    ({ tasks }) => ({
      tasks: { ...tasks, insert: (task) => tasks.insert({ ...task, context: null }) }
    }),
    "a task inserted is found again unchanged"
  ),
  brokenStorage(
    "takes an unknown task for deleted",
    ({ tasks }) => ({
      tasks: { ...tasks, delete: (id) => Effect.as(tasks.delete(id), true) }
    }),
    "an unknown task is none, found or locked, and deleting it answers false",
    "a deleted task takes all that hangs on it along"
  ),
  brokenStorage(
    "passes over a second task with the same id",
    ({ tasks }) => ({
      tasks: { ...tasks, insert: (task) => onConflict("duplicate_id", () => Effect.void)(tasks.insert(task)) }
    }),
    "a second task with the same id is refused"
  ),
  brokenStorage(
    "schedules what it inserts",
    ({ queue, tasks }) => ({
      tasks: {
        ...tasks,
        insert: (task) =>
          Effect.andThen(tasks.insert(task), task.dueAt === null ? Effect.void : queue.schedule(task.id, task.dueAt))
      }
    }),
    "dueAt is null after insert, whatever the copy said"
  ),
  brokenStorage(
    "writes the intent with the task",
    ({ queue, tasks }) => ({
      tasks: {
        ...tasks,
        save: (task) => Effect.tap(tasks.save(task), () => task.dueAt === null ? queue.cancel(task.id) : Effect.void)
      }
    }),
    "save leaves the intent and the claim as they are"
  ),
  brokenStorage(
    "answers a saved task with its old version",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        save: (task) => Effect.map(tasks.save(task), (saved) => ({ ...saved, version: task.version }))
      }
    }),
    "save leaves the intent and the claim as they are",
    "save answers the task as stored, one version on",
    "a stale copy is refused and writes nothing",
    "of many saves of one copy exactly one is stored",
    "a save leaves the counters as they are, alone or among many"
  ),
  brokenStorage(
    "ignores the version",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        save: (task) =>
          Effect.flatMap(tasks.find(task.id), (stored) =>
            tasks.save({ ...task, version: Option.match(stored, { onNone: () => 0, onSome: ({ version }) => version }) }))
      }
    }),
    "a stale copy is refused and writes nothing",
    "of many saves of one copy exactly one is stored"
  ),
  brokenStorage(
    "drops an external id that is taken",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        insert: (task) =>
          onConflict("external_id", () => tasks.insert({ ...task, externalId: null }))(tasks.insert(task))
      }
    }),
    "an external id is unique per owner, and found by"
  ),
  brokenStorage(
    "lists oldest first",
    ({ tasks }) => ({
      tasks: { ...tasks, list: (query) => Effect.map(tasks.list(query), (found) => found.toReversed()) }
    }),
    "tasks are listed newest first, and never another owner's",
    "an owner's tasks are found by text in any case and without wildcards, by tag, by health, and by all of them at once"
  ),
  brokenStorage(
    "locks the tasks of lost claims too",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        lockClaimed: (claims) =>
          Effect.map(
            Effect.forEach(claims, (claim) =>
              Effect.map(tasks.lock(claim.taskId), Option.map((task) => ({ claim, task })))),
            (found) => found.flatMap(Option.toArray)
          )
      }
    }),
    "live claims are locked with their tasks, lost ones are not answered, and the order is one for everybody",
    "of a lost and a live claim of one task the live one alone is answered",
    "a dead worker's task comes back, and its own late words are refused",
    "a revoked claim is lost: it is told so and can write nothing"
  ),
  brokenStorage(
    "takes every claim of a task for live when one is",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        lockClaimed: (claims) =>
          Effect.map(tasks.lockClaimed(claims), (locked) =>
            locked.flatMap(({ task }) =>
              claims.filter((claim) => claim.taskId === task.id).map((claim) => ({ claim, task }))))
      }
    }),
    "of a lost and a live claim of one task the live one alone is answered"
  ),
  brokenStorage(
    "saves of many what it can",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        saveAll: (copies) =>
          Effect.flatMap(
            Effect.forEach(copies, (copy) => Effect.result(tasks.save(copy))),
            (saved) => Effect.forEach(saved, Effect.fromResult, { discard: true })
          )
      }
    }),
    "of many tasks saved together all are written, or none where one copy is stale"
  ),
  brokenStorage(
    "answers the counters of the copy",
    ({ tasks }) => ({
      tasks: {
        ...tasks,
        save: (task) =>
          Effect.map(tasks.save(task), (saved) => ({
            ...saved,
            viewCount: task.viewCount,
            subscriberCount: task.subscriberCount
          }))
      }
    }),
    "a save leaves the counters as they are, alone or among many"
  ),
  brokenStorage(
    "deletes nothing",
    ({ tasks }) => ({
      tasks: { ...tasks, delete: (id) => Effect.map(tasks.find(id), Option.isSome) }
    }),
    "a deleted task takes all that hangs on it along",
    "with its task, and when it is pruned, an execution's pages are gone"
  ),
  brokenStorage(
    "counts active tasks as they were last committed",
    ({ tasks, unitOfWork }) => {
      let before = 0
      return {
        unitOfWork: {
          ...unitOfWork,
          transact: (work) =>
            Effect.suspend(() => {
              before = 1
              return unitOfWork.transact(work)
            })
        },
        tasks: { ...tasks, lockActiveCount: (userId) => Effect.map(tasks.lockActiveCount(userId), (now) => Math.min(now, before)) }
      }
    },
    "who asks for a user's active tasks to add one is not overtaken: of many at once one takes the last place"
  )
]
