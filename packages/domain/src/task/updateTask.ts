import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Option from "effect/Option"
import { cancelExecutions } from "../execution/cancelExecution.ts"
import type { ExecutionStatus } from "../execution/executionLifecycle.ts"
import type { TaskId, UserId } from "../ids.ts"
import { Policy } from "../Policy.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import { TaskRepository } from "../ports/TaskRepository.ts"
import { UnitOfWork } from "../ports/UnitOfWork.ts"
import { WorkQueue } from "../ports/WorkQueue.ts"
import { namedUrls } from "../search/namedUrls.ts"
import { checkActiveTasks } from "./checkActiveTasks.ts"
import type { Alerting } from "./Alerting.ts"
import { checkChannels, type WantedChannel } from "./checkChannels.ts"
import { withinBounds } from "./cadence.ts"
import { healthAfterChange } from "./healthAfter.ts"
import { nothingKnown } from "./KnownState.ts"
import { TaskNotFound, VersionMismatch } from "./refusals.ts"
import { type Cadence, DEFAULT_TASK_NAME, type NotifyMode, sameQuestion, type Task } from "./Task.ts"
import type { TaskState } from "./taskLifecycle.ts"
import { taskEvent } from "./taskTransition.ts"
import { understandCondition } from "./understandCondition.ts"

/** What may be changed; a field that is absent stays as it is. */
export interface TaskPatch {
  readonly userId: UserId
  readonly id: TaskId
  /** Refuse with `VersionMismatch` unless the task still has this version. */
  readonly expectedVersion?: number | undefined
  readonly name?: string | null | undefined
  readonly searchQuery?: string | undefined
  readonly conditionDescription?: string | null | undefined
  readonly condition?: string | null | undefined
  readonly sources?: ReadonlyArray<string> | undefined
  readonly notify?: NotifyMode | undefined
  readonly cadence?: Cadence | undefined
  readonly alerting?: Alerting | undefined
  readonly notifications?: ReadonlyArray<WantedChannel> | undefined
  readonly context?: Task["context"] | undefined
  readonly tags?: ReadonlyArray<string> | undefined
  readonly state?: TaskState | undefined
}

/** A question that was only reworded goes on where its last good look ended; another one begins now. */
const watchedSince = (task: Task, edited: Task, now: DateTime.Utc): DateTime.Utc | null =>
  task.condition === edited.condition && Equal.equals(namedUrls(task), namedUrls(edited)) ? task.health.lastSuccessAt ?? task.known.since : now

const applyFields = Effect.fn("applyFields")(function*(task: Task, patch: TaskPatch, now: DateTime.Utc) {
  const searchQuery = patch.searchQuery?.trim() ?? task.searchQuery
  // A description that only repeated the query follows it.
  const conditionDescription = patch.conditionDescription?.trim() ||
    (patch.conditionDescription === undefined && task.conditionDescription !== task.searchQuery
      ? task.conditionDescription
      : searchQuery)
  const condition = patch.condition === undefined &&
      (conditionDescription === task.conditionDescription ||
        // A condition given in typed form does not follow a query that is only reworded.
        (patch.conditionDescription === undefined &&
          task.condition !== (yield* understandCondition(null, task.conditionDescription))))
    ? task.condition
    : yield* understandCondition(patch.condition, conditionDescription)
  const checked = patch.notifications === undefined
    ? { channels: task.channels, issued: new Map() }
    : yield* checkChannels(patch.notifications, task.channels)
  const edited: Task = {
    ...task,
    name: patch.name === undefined ? task.name : patch.name?.trim() || DEFAULT_TASK_NAME,
    searchQuery,
    conditionDescription,
    condition,
    sources: patch.sources ?? task.sources,
    notify: patch.notify ?? task.notify,
    cadence: patch.cadence ?? task.cadence,
    alerting: patch.alerting ?? task.alerting,
    channels: checked.channels,
    context: patch.context === undefined ? task.context : patch.context,
    tags: patch.tags ?? task.tags
  }
  return {
    edited: sameQuestion(task, edited)
      // Under other wishes a judgement that was kept back may be told, and a model is not asked about the same passages again.
      ? Equal.equals(edited.alerting, task.alerting) ? edited : { ...edited, known: { ...edited.known, judgedPassages: [] } }
      // What was found for another question is not known of this one.
      : { ...edited, known: { ...nothingKnown, since: watchedSince(task, edited, now) }, health: healthAfterChange(edited.health) },
    issued: checked.issued
  }
})

const cancelOpen = Effect.fn("cancelOpen")(function*(
  taskId: TaskId,
  statuses: ReadonlyArray<ExecutionStatus>,
  why: string,
  now: DateTime.Utc
) {
  const open = yield* ExecutionRepository.use((executions) => executions.findOpen([taskId]))
  const cancelled = open.filter((execution) => statuses.includes(execution.status))
  yield* cancelExecutions(cancelled, why, now)
  return cancelled.length > 0
})

/**
 * Changes a task in one transaction: an invalid transition or a bad channel leaves every field as it was.
 *
 * A run in progress goes on; its result is recorded under what the task is by then.
 */
export const updateTask = Effect.fn("updateTask")(function*(patch: TaskPatch) {
  const tasks = yield* TaskRepository
  const queue = yield* WorkQueue
  const policy = yield* Policy
  const unitOfWork = yield* UnitOfWork
  return yield* unitOfWork.transact(Effect.gen(function*() {
    const found = yield* tasks.lock(patch.id)
    if (Option.isNone(found) || found.value.userId !== patch.userId) return yield* new TaskNotFound()
    const task = found.value
    if (patch.expectedVersion !== undefined && patch.expectedVersion !== task.version) {
      return yield* new VersionMismatch({ current: task.version })
    }
    const event = yield* taskEvent(task.state, patch.state ?? task.state)
    if (event === "resume" || event === "restart") yield* checkActiveTasks(task.userId)
    const now = yield* unitOfWork.now
    const { edited, issued } = yield* applyFields(task, patch, now)
    const first = DateTime.addDuration(now, policy.firstRunDelay)
    const asked = !sameQuestion(task, edited)
    const next: Task = {
      ...edited,
      ...(event === null ? {} : { state: patch.state ?? task.state, stateChangedAt: now }),
      ...(event === "resume" || event === "restart" ? { health: healthAfterChange(edited.health) } : {}),
      // A restarted task may tell again what it told in its first life.
      ...(event === "restart" ? { known: { ...nothingKnown, since: now } } : {}),
      ...(event === "pause" || event === "complete" ? { dueReason: null } : {}),
      ...(event === "resume" || event === "restart" ? { dueReason: `the first look after ${event}` } : {}),
      ...(event === null && asked && task.state === "active" ? { dueReason: "the question was changed" } : {}),
      updatedAt: now
    }
    if (!Equal.equals(next, { ...task, updatedAt: now })) yield* tasks.save(next)
    // Another question begins with tries of its own.
    const dropped = asked && (yield* cancelOpen(task.id, ["retrying"], "The question was changed.", now))
    if (event === "pause" || event === "complete") {
      yield* queue.cancel(task.id)
      // What waits, for its start or for a retry, has nothing to wake it any more.
      const why = event === "pause" ? "The task was paused." : "The task was completed."
      yield* cancelOpen(task.id, ["pending", "retrying"], why, now)
    } else if (event !== null || (asked && task.state === "active")) {
      yield* queue.schedule(task.id, first)
    } else if (task.state === "active" && task.dueAt !== null) {
      // Tighter bounds hold at once, not from the run after next.
      const dueAt = withinBounds(task.dueAt, next, policy, now)
      if (DateTime.isLessThan(dueAt, task.dueAt)) yield* queue.schedule(task.id, dueAt)
    } else if (dropped) {
      // A run by hand of a task that nobody watches: the retry was all that it was due for.
      yield* queue.cancel(task.id)
    }
    return { task: Option.getOrElse(yield* tasks.find(task.id), () => next), issuedSecrets: issued }
  }))
})
