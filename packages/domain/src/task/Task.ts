import * as Schema from "effect/Schema"
import { ExecutionId, TaskId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { statesOf } from "../lifecycle.ts"
import { Alerting } from "./Alerting.ts"
import { Channel } from "./Channel.ts"
import { Health } from "./Health.ts"
import { KnownState } from "./KnownState.ts"
import { taskLifecycle } from "./taskLifecycle.ts"

export const TaskStateSchema = Schema.Literals(statesOf(taskLifecycle))

/** How often the owner is told: at the first time only, or at every new fact. */
export const NotifyMode = Schema.Literals(["once", "always"])
export type NotifyMode = typeof NotifyMode.Type

/** The owner's bounds on how often to look; the server's bounds hold beside them. Seconds. */
export const Cadence = Schema.Struct({
  minInterval: Schema.NullOr(Schema.Int),
  maxInterval: Schema.NullOr(Schema.Int),
  /** After this instant there is nothing left to watch: the task completes. */
  deadline: Schema.NullOr(Instant)
})
export type Cadence = typeof Cadence.Type
export const anyCadence: Cadence = { minInterval: null, maxInterval: null, deadline: null }

/** A question kept about the web, and what is known of its answer. */
export const Task = Schema.Struct({
  id: TaskId,
  userId: UserId,
  /** A label: two tasks may share one. */
  name: Schema.String,
  searchQuery: Schema.String,
  conditionDescription: Schema.String,
  /** The condition as the server understood it, in the text form of `printCondition`; null: free text. */
  condition: Schema.NullOr(Schema.String),
  /** Pages to read. Empty: those named in the query. */
  sources: Schema.Array(Schema.String),
  notify: NotifyMode,
  cadence: Cadence,
  alerting: Alerting,
  channels: Schema.Array(Channel),
  /** The owner's opaque JSON, echoed in webhooks. */
  context: Schema.NullOr(Schema.Json),
  externalId: Schema.NullOr(Schema.String),
  tags: Schema.Array(Schema.String),
  state: TaskStateSchema,
  stateChangedAt: Instant,
  /**
   * The intent: when this task is to be run next, or its open execution resumed. Null: nothing is to happen.
   * Written by `WorkQueue` alone.
   */
  dueAt: Schema.NullOr(Instant),
  /** Why then, in words. */
  dueReason: Schema.NullOr(Schema.String),
  /** Seconds between the last two scheduled looks; the fallback cadence grows from it. */
  lastInterval: Schema.NullOr(Schema.Int),
  known: KnownState,
  health: Health,
  lastExecutionId: Schema.NullOr(ExecutionId),
  isPublic: Schema.Boolean,
  viewCount: Schema.Int,
  subscriberCount: Schema.Int,
  forkedFromTaskId: Schema.NullOr(TaskId),
  /** Rises with every write of the row; a write of a stale copy is refused. */
  version: Schema.Int,
  createdAt: Instant,
  updatedAt: Instant
})
export type Task = typeof Task.Type

/** What a run was asked to judge. A run whose question was edited meanwhile tells nobody. */
export const sameQuestion = (a: Task, b: Task): boolean =>
  a.searchQuery === b.searchQuery && a.conditionDescription === b.conditionDescription && a.condition === b.condition &&
  a.sources.length === b.sources.length && a.sources.every((source, i) => source === b.sources[i])

/** `next_run` as users see it: a manual run of a paused task is due, but the task is not scheduled. */
export const nextRun = (task: Task): Task["dueAt"] => task.state === "active" ? task.dueAt : null

export const DEFAULT_TASK_NAME = "New Monitor"
