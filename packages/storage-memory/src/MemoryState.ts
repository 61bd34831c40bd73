import type {
  AccountChannel,
  AddressCode,
  AddressCodeId,
  ApiKey,
  ApiKeyId,
  Attempt,
  Delivery,
  DeliveryAttempt,
  DeliveryId,
  Digest,
  DigestId,
  Execution,
  ExecutionId,
  FeedToken,
  FeedTokenId,
  KeptAnswer,
  MessageTemplate,
  Notification,
  NotificationId,
  OptOut,
  Task,
  TaskId,
  User,
  UserId,
  VerifiedAddress
} from "@vedette/domain"
import type * as DateTime from "effect/DateTime"
import * as HashMap from "effect/HashMap"

/** A permit given for a while. `until` in epoch milliseconds of Effect's Clock. */
export interface Lease {
  readonly until: number
  readonly owner: string
}

/** The engine's columns of a task. They live apart from the task, so that no `save` of a task can touch them. */
export interface Timer {
  readonly generation: number
  readonly dueAt: DateTime.Utc | null
  readonly fence: number
  /** Null once the claim is settled, released or revoked: then no claim of the task is live. */
  readonly lease: Lease | null
}

/** A recurring duty: when it is due, and who is at it. */
export interface DutyRow {
  readonly dueMs: number
  readonly fence: number
  /** Null between shifts. */
  readonly lease: Lease | null
}

/** What is counted in a window of a budget. */
export interface BudgetRow {
  readonly tokens: number
  readonly microUsd: number
  readonly endsMs: number
}

/** That an execution has read a page it cites. */
export interface PageRead {
  readonly url: string
  readonly hash: string
  readonly readAt: DateTime.Utc
}

/** A request that may be repeated. Times in epoch milliseconds; `answer` null while it is not answered. */
export interface KeptRequest {
  readonly fingerprint: string
  readonly token: string
  readonly heldMs: number
  readonly forgetMs: number
  readonly answer: KeptAnswer | null
}

/** What an owner has done with a notification. */
export interface InboxMarks {
  readonly readAt: DateTime.Utc | null
  readonly archivedAt: DateTime.Utc | null
}

/**
 * Everything stored, as one immutable value: a transaction's snapshot costs a reference, and a rollback is putting
 * that reference back.
 */
export interface MemoryState {
  readonly users: HashMap.HashMap<UserId, User>
  readonly keys: HashMap.HashMap<ApiKeyId, ApiKey>
  /** By user and kind: `channelKey`. */
  readonly accountChannels: HashMap.HashMap<string, AccountChannel>
  readonly addressCodes: HashMap.HashMap<AddressCodeId, AddressCode>
  /** By user, kind and address. */
  readonly verifiedAddresses: HashMap.HashMap<string, VerifiedAddress>
  /** By user, kind, address and task. */
  readonly optOuts: HashMap.HashMap<string, OptOut>
  readonly tasks: HashMap.HashMap<TaskId, Task>
  readonly timers: HashMap.HashMap<TaskId, Timer>
  readonly executions: HashMap.HashMap<ExecutionId, Execution>
  /** The open execution of each task: the partial unique index of the SQL adapters. */
  readonly openExecutions: HashMap.HashMap<TaskId, ExecutionId>
  readonly attempts: HashMap.HashMap<ExecutionId, ReadonlyArray<Attempt>>
  readonly notifications: HashMap.HashMap<NotificationId, Notification>
  readonly inbox: HashMap.HashMap<NotificationId, InboxMarks>
  readonly deliveries: HashMap.HashMap<DeliveryId, Delivery>
  readonly deliveryLeases: HashMap.HashMap<DeliveryId, Lease>
  readonly deliveryAttempts: HashMap.HashMap<DeliveryId, ReadonlyArray<DeliveryAttempt>>
  readonly digests: HashMap.HashMap<DigestId, Digest>
  readonly digestLeases: HashMap.HashMap<DigestId, Lease>
  /** By user and kind. */
  readonly messageTemplates: HashMap.HashMap<string, MessageTemplate>
  readonly feedTokens: HashMap.HashMap<FeedTokenId, FeedToken>
  /** The readers counted today, by task. */
  readonly views: HashMap.HashMap<TaskId, ReadonlyArray<{ readonly day: string; readonly reader: string }>>
  /** The users who forked a task. */
  readonly subscribers: HashMap.HashMap<TaskId, ReadonlySet<UserId>>
  readonly duties: HashMap.HashMap<string, DutyRow>
  readonly rateWindows: HashMap.HashMap<string, { readonly endsMs: number; readonly hits: number }>
  /** By owner and key. */
  readonly requests: HashMap.HashMap<string, KeptRequest>
  readonly budgetWindows: HashMap.HashMap<string, BudgetRow>
  /** By execution and fence. */
  readonly budgetReservations: HashMap.HashMap<string, {
    readonly tokens: number
    readonly microUsd: number
    readonly windows: ReadonlyArray<{ readonly key: string; readonly endsMs: number }>
  }>
  /** By hash. */
  readonly pageTexts: HashMap.HashMap<string, { readonly text: string; readonly lastReadAt: DateTime.Utc }>
  readonly pageReads: HashMap.HashMap<ExecutionId, ReadonlyArray<PageRead>>
  /** The sealed probe of the first who brought one; null before. */
  readonly secretProbe: string | null
  /** Rises with every write that may make a task due sooner. State, so that a rollback takes the hint back too. */
  readonly wakes: number
}

export const emptyState: MemoryState = {
  users: HashMap.empty(),
  keys: HashMap.empty(),
  accountChannels: HashMap.empty(),
  addressCodes: HashMap.empty(),
  verifiedAddresses: HashMap.empty(),
  optOuts: HashMap.empty(),
  tasks: HashMap.empty(),
  timers: HashMap.empty(),
  executions: HashMap.empty(),
  openExecutions: HashMap.empty(),
  attempts: HashMap.empty(),
  notifications: HashMap.empty(),
  inbox: HashMap.empty(),
  deliveries: HashMap.empty(),
  deliveryLeases: HashMap.empty(),
  deliveryAttempts: HashMap.empty(),
  digests: HashMap.empty(),
  digestLeases: HashMap.empty(),
  messageTemplates: HashMap.empty(),
  feedTokens: HashMap.empty(),
  views: HashMap.empty(),
  subscribers: HashMap.empty(),
  duties: HashMap.empty(),
  rateWindows: HashMap.empty(),
  requests: HashMap.empty(),
  budgetWindows: HashMap.empty(),
  budgetReservations: HashMap.empty(),
  pageTexts: HashMap.empty(),
  pageReads: HashMap.empty(),
  secretProbe: null,
  wakes: 0
}
