import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { runTaskNow } from "../execution/runTaskNow.ts"
import { freshId, type TaskId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import type { ChannelKind } from "../ports/ChannelTarget.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { checkActiveTasks } from "./checkActiveTasks.ts"
import { checkChannels } from "./checkChannels.ts"
import { descriptionOf, draftTask, type NewTask } from "./draftTask.ts"
import { orItsError, runAtOnce } from "./runAtOnce.ts"
import type { Task } from "./Task.ts"
import { understandCondition } from "./understandCondition.ts"
import { updateTask } from "./updateTask.ts"

export interface CreatedTask {
  readonly task: Task
  /** Signing secrets issued by this call, by channel kind. Shown now and never again. */
  readonly issuedSecrets: ReadonlyMap<ChannelKind, string>
  /** Why the run asked for with `runImmediately` was not started, where the task was stored all the same. */
  readonly immediateExecutionError?: string | null
}

const firstLook = "the first look"

const insertTask = Effect.fn("insertTask")(function*(input: NewTask) {
  const tasks = yield* TaskRepository
  const queue = yield* WorkQueue
  const policy = yield* Policy
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const { channels, issued } = yield* checkChannels(input.notifications ?? [], [])
  const task = draftTask(input, {
    id: yield* freshId<TaskId>(),
    now,
    condition: yield* understandCondition(input.condition, descriptionOf(input)),
    channels,
    dueReason: input.runImmediately ? "asked to run at once" : input.state === "paused" ? null : firstLook
  })
  if (task.state === "active") yield* checkActiveTasks(task.userId)
  yield* tasks.insert(task)
  const immediateExecutionError = input.runImmediately ? yield* runAtOnce(task) : null
  if (immediateExecutionError !== null) {
    yield* tasks.save({ ...task, dueReason: task.state === "active" ? firstLook : null })
  }
  if (task.state === "active" && (!input.runImmediately || immediateExecutionError !== null)) {
    yield* queue.schedule(task.id, DateTime.addDuration(now, policy.firstRunDelay))
  }
  const created: CreatedTask = {
    task: Option.getOrElse(yield* tasks.find(task.id), () => task),
    issuedSecrets: issued,
    immediateExecutionError
  }
  return created
})

/**
 * Creates a task and sets its first run, in one transaction.
 *
 * With an `externalId` the owner already uses, the existing task is updated instead: a client may send its list of
 * tasks again and again.
 */
export const createTask = Effect.fn("createTask")(function*(input: NewTask) {
  const tasks = yield* TaskRepository
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    if (input.externalId == null) return yield* insertTask(input)
    const existing = yield* tasks.findByExternalId(input.userId, input.externalId)
    if (Option.isNone(existing)) return yield* insertTask(input)
    const { externalId: _, runImmediately, ...patch } = input
    const updated: CreatedTask = yield* updateTask({ ...patch, id: existing.value.id })
    if (!runImmediately) return updated
    const immediateExecutionError = yield* orItsError(
      runTaskNow(input.userId, existing.value.id, { force: false, suppressNotifications: false }).pipe(
        // It runs already, and that is what was asked for.
        Effect.catchTag("RunInProgress", () => Effect.void)
      )
    )
    return { ...updated, task: Option.getOrElse(yield* tasks.find(updated.task.id), () => updated.task), immediateExecutionError }
  })).pipe(
    // Another server created it between the look-up and the insert: the second time it is found, and updated.
    Effect.retry({
      times: 1,
      while: (error) => error._tag === "StorageError" && error.reason._tag === "Conflict" && error.reason.rule === "external_id"
    })
  )
})
