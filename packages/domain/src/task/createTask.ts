import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { newExecution } from "../execution/newExecution.ts"
import { runTaskNow } from "../execution/runTaskNow.ts"
import { type ExecutionId, freshId, type TaskId, type UserId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { ChannelKind } from "../ports/Notifier.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { checkChannels, type WantedChannel } from "./checkChannels.ts"
import { newHealth } from "./Health.ts"
import { nothingKnown } from "./KnownState.ts"
import { anyCadence, type Cadence, DEFAULT_TASK_NAME, type NotifyMode, type Task } from "./Task.ts"
import { understandCondition } from "./understandCondition.ts"
import { updateTask } from "./updateTask.ts"

export interface NewTask {
  readonly userId: UserId
  /** 1..2000 characters, trimmed. */
  readonly searchQuery: string
  readonly conditionDescription?: string | null
  /** Typed form; given, it must parse. Absent: what the description certainly says. */
  readonly condition?: string | null
  readonly name?: string | null
  readonly sources?: ReadonlyArray<string>
  readonly notify?: NotifyMode
  readonly cadence?: Cadence
  readonly notifications?: ReadonlyArray<WantedChannel>
  readonly context?: Task["context"]
  readonly externalId?: string | null
  readonly tags?: ReadonlyArray<string>
  readonly state?: "active" | "paused"
  readonly runImmediately?: boolean
}

export interface CreatedTask {
  readonly task: Task
  /** Signing secrets issued by this call, by channel kind. Shown now and never again. */
  readonly issuedSecrets: ReadonlyMap<ChannelKind, string>
}

const insertTask = Effect.fn("insertTask")(function*(input: NewTask) {
  const tasks = yield* TaskRepository
  const queue = yield* WorkQueue
  const policy = yield* Policy
  const now = yield* UnitOfWork.use((unitOfWork) => unitOfWork.now)
  const conditionDescription = input.conditionDescription?.trim() || input.searchQuery.trim()
  const { channels, issued } = yield* checkChannels(input.notifications ?? [], [])
  const task: Task = {
    id: yield* freshId<TaskId>(),
    userId: input.userId,
    name: input.name?.trim() || DEFAULT_TASK_NAME,
    searchQuery: input.searchQuery.trim(),
    conditionDescription,
    condition: yield* understandCondition(input.condition, conditionDescription),
    sources: input.sources ?? [],
    notify: input.notify ?? "once",
    cadence: input.cadence ?? anyCadence,
    channels,
    context: input.context ?? null,
    externalId: input.externalId ?? null,
    tags: input.tags ?? [],
    state: input.state ?? "active",
    stateChangedAt: now,
    dueAt: null,
    dueReason: input.runImmediately ? "asked to run at once" : input.state === "paused" ? null : "the first look",
    lastInterval: null,
    known: nothingKnown,
    health: newHealth,
    lastExecutionId: null,
    isPublic: false,
    viewCount: 0,
    subscriberCount: 0,
    forkedFromTaskId: null,
    version: 1,
    createdAt: now,
    updatedAt: now
  }
  yield* tasks.insert(task)
  if (input.runImmediately) {
    const execution = newExecution(task, {
      id: yield* freshId<ExecutionId>(),
      now,
      trigger: "manual",
      suppressNotifications: false
    })
    yield* ExecutionRepository.use((executions) => executions.insert([execution]))
    yield* queue.runNow(task.id)
  } else if (task.state === "active") {
    yield* queue.schedule(task.id, DateTime.addDuration(now, policy.firstRunDelay))
  }
  const created: CreatedTask = {
    task: Option.getOrElse(yield* tasks.find(task.id), () => task),
    issuedSecrets: issued
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
    const updated = yield* updateTask({ ...patch, id: existing.value.id })
    if (!runImmediately) return updated
    yield* runTaskNow(input.userId, existing.value.id, { force: false, suppressNotifications: false }).pipe(
      // It runs already, and that is what was asked for.
      Effect.catchTag("RunInProgress", () => Effect.void)
    )
    return { ...updated, task: Option.getOrElse(yield* tasks.find(updated.task.id), () => updated.task) }
  })).pipe(
    // Another server created it between the look-up and the insert: the second time it is found, and updated.
    Effect.retry({
      times: 1,
      while: (error) => error._tag === "StorageError" && error.reason._tag === "Conflict" && error.reason.rule === "external_id"
    })
  )
})
