import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { TaskId, UserId } from "../ids.ts"
import type { StorageError } from "./StorageError.ts"

/** A live permit to run a task. Whoever holds it may write the run's results; a later claim of the task ends it. */
export interface Claim {
  readonly taskId: TaskId
  /** Whose task it is: what is shared fairly is shared by owner. */
  readonly userId: UserId
  /** The intent this run serves. It rises with every schedule and cancel. */
  readonly generation: number
  /** Rises with every claim of the task; all writes of a run are conditional on it. */
  readonly fence: number
  /** The adapter's own mark of the carrier that woke us; opaque. */
  readonly carrier: string
}

/** What follows a settled run, unless somebody changed the task's intent meanwhile. */
export interface Settlement {
  readonly claim: Claim
  readonly next: DateTime.Utc | null
}

export interface QueueDepth {
  /** Due and under no live lease. */
  readonly due: number
  /** Under a live lease. */
  readonly claimed: number
  /** How long the longest-waiting due task has been due. */
  readonly overdue: Duration.Duration
}

/**
 * When tasks run, and who may run them: the intent (`dueAt`, generation) and the permit (fence, lease) of every task,
 * and whatever carries wake-ups to workers. Joins the ambient transaction of `UnitOfWork`.
 *
 * All comparisons with the present use the storage's one clock.
 *
 * Laws
 * - *schedule is atomic*: rolled back with the caller's transaction, kept with it.
 * - *last write wins*: after several `schedule`/`runNow`/`cancel` calls only the last one's intent is claimable.
 * - *cancelled never starts*: no claim of a cancelled intent, however late its carrier arrives.
 * - *run now starts exactly one more*: `runNow` twice makes one claim.
 * - *one live claim a task*, under any number of concurrent `claim` calls.
 * - *never early*: nothing is claimed before its `dueAt`, but for what a dead worker left.
 * - *owners take turns*: where more is due than can be claimed, a task's turn is the number of its owner's tasks that are
 *   under a live claim or due before it, and turns go in their order. An adapter may take a moment to notice, but nobody
 *   waits for the whole of another's backlog.
 * - *oldest first* within a turn, and so wherever one owner is alone or each has one task due.
 * - *no more than `perOwner`* claims of an owner are live by such a claim, under any concurrency; what is over waits.
 * - *a lost claim is told*: `heartbeat` answers the claims that are no longer live, `settle` refuses them.
 * - *a dead worker's task comes back*: an unsettled claim is claimable again after its lease plus the adapter's
 *   `detectionDelay`, and so is one whose due time was moved into the future meanwhile: what was intended then is served
 *   by the run that goes on. Its due time is when the lease ran out, for so long has it waited.
 * - *rollback leaves the claim live*: a `settle` rolled back can be made again.
 * - *a user's edit wins*: `schedule` or `cancel` during a run stands; the run's `settle` still succeeds, but its
 *   `next` is dropped.
 * - *released is claimable at once*.
 * - *revoked is lost*: after `revoke` no claim of the task is live.
 * - *abandoned is seen*: a task cancelled during a run whose lease then ran out is in `abandoned`, until it is revoked,
 *   scheduled or settled.
 * - *live is by fence*: a claim whose lease has run out but that nobody has taken over may still be renewed and settled.
 */
export class WorkQueue extends Context.Service<WorkQueue, {
  /** The task is to run at `dueAt`. Replaces any earlier intent. */
  readonly schedule: (taskId: TaskId, dueAt: DateTime.Utc) => Effect.Effect<void, StorageError>
  /** The task is to run now, by the storage's clock. Replaces any earlier intent. */
  readonly runNow: (taskId: TaskId) => Effect.Effect<void, StorageError>
  /** The task is not to run. A run in progress keeps its permit. */
  readonly cancel: (taskId: TaskId) => Effect.Effect<void, StorageError>
  /** Ends the permit of a run in progress: it can write nothing more. */
  readonly revoke: (taskId: TaskId) => Effect.Effect<void, StorageError>
  /** Whether the task is under a live lease now. False for a run whose worker died and whose lease has run out. */
  readonly isClaimed: (taskId: TaskId) => Effect.Effect<boolean, StorageError>
  /** Up to `limit` due tasks, each with a fresh fence and a lease. A `dueAt` that has passed stays as it was until the run is settled. */
  readonly claim: (options: {
    readonly limit: number
    readonly lease: Duration.Duration
    readonly worker: string
    /** Undefined: no bound. */
    readonly perOwner?: number
  }) => Effect.Effect<ReadonlyArray<Claim>, StorageError>
  /** Renews the leases; answers those that were lost. */
  readonly heartbeat: (
    claims: ReadonlyArray<Claim>,
    lease: Duration.Duration
  ) => Effect.Effect<ReadonlyArray<Claim>, StorageError>
  /** Ends the runs and sets what follows; answers the claims that were lost, for which nothing was written. */
  readonly settle: (settlements: ReadonlyArray<Settlement>) => Effect.Effect<ReadonlyArray<Claim>, StorageError>
  /** Hands tasks back unrun: claimable at once by anybody. Lost claims are passed over. */
  readonly release: (claims: ReadonlyArray<Claim>) => Effect.Effect<void, StorageError>
  /**
   * Tasks whose worker is gone and that no intent will wake: claimed, the lease run out, nothing due. Nobody takes
   * such a run up; it has to be closed (`closeAbandonedRuns`).
   */
  readonly abandoned: Effect.Effect<ReadonlyArray<TaskId>, StorageError>
  /** Rebuilds carriers that are missing for due intents; answers how many. Run by one process at a time. */
  readonly reconcile: Effect.Effect<number, StorageError>
  /** Hints that something may have become due sooner than expected. May be silent, may be wrong; never needed. */
  readonly wake: Stream.Stream<void>
  /**
   * Time until the next intent is due, by the storage's clock (zero: now); none when nothing is scheduled. Tasks under
   * a live lease do not count.
   */
  readonly untilNext: Effect.Effect<Option.Option<Duration.Duration>, StorageError>
  readonly depth: Effect.Effect<QueueDepth, StorageError>
  /** How long after a lease has run out its task may still wait to be claimable. */
  readonly detectionDelay: Duration.Duration
}>()("@vedette/domain/ports/WorkQueue") {}
