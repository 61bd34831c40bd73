import type * as DateTime from "effect/DateTime"
import type { TaskId, UserId } from "../ids.ts"
import { type Alerting, plainAlerting } from "./Alerting.ts"
import type { WantedChannel } from "./checkChannels.ts"
import { newHealth } from "./Health.ts"
import { nothingKnown } from "./KnownState.ts"
import { anyCadence, type Cadence, DEFAULT_TASK_NAME, type NotifyMode, type Task } from "./Task.ts"

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
  readonly alerting?: Alerting
  readonly notifications?: ReadonlyArray<WantedChannel>
  readonly context?: Task["context"]
  readonly externalId?: string | null
  readonly tags?: ReadonlyArray<string>
  readonly state?: "active" | "paused"
  readonly runImmediately?: boolean
}

/** What is asked for where no description is given: the query itself. */
export const descriptionOf = (input: NewTask): string => input.conditionDescription?.trim() || input.searchQuery.trim()

/** A task as it begins: nothing known, nothing due, nobody has seen it. Pure. */
export const draftTask = (
  input: NewTask,
  facts: {
    readonly id: TaskId
    readonly now: DateTime.Utc
    readonly condition: Task["condition"]
    readonly channels: Task["channels"]
    readonly dueReason: Task["dueReason"]
  }
): Task => ({
  id: facts.id,
  userId: input.userId,
  name: input.name?.trim() || DEFAULT_TASK_NAME,
  searchQuery: input.searchQuery.trim(),
  conditionDescription: descriptionOf(input),
  condition: facts.condition,
  sources: input.sources ?? [],
  notify: input.notify ?? "once",
  cadence: input.cadence ?? anyCadence,
  alerting: input.alerting ?? plainAlerting,
  channels: facts.channels,
  context: input.context ?? null,
  externalId: input.externalId ?? null,
  tags: input.tags ?? [],
  state: input.state ?? "active",
  stateChangedAt: facts.now,
  dueAt: null,
  dueReason: facts.dueReason,
  lastInterval: null,
  known: nothingKnown,
  health: newHealth,
  lastExecutionId: null,
  isPublic: false,
  viewCount: 0,
  subscriberCount: 0,
  forkedFromTaskId: null,
  version: 1,
  createdAt: facts.now,
  updatedAt: facts.now
})
