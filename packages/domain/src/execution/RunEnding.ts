import type * as DateTime from "effect/DateTime"
import type { News } from "../notification/oweNotification.ts"
import type { PolicySettings } from "../Policy.ts"
import type { AttemptEnd, ExecutionChange } from "../ports/ExecutionRepository.ts"
import type { Claim } from "../ports/WorkQueue.ts"
import type { Task } from "../task/Task.ts"

/** What the pure functions that end a try need beside the task, the execution and the outcome. */
export interface EndOptions {
  readonly claim: Claim
  /** The task as it was when the run started. */
  readonly asked: Task
  readonly now: DateTime.Utc
  readonly policy: PolicySettings
  /** 0..1, for the jitter. */
  readonly random: number
}

/** Everything that the end of a try writes: made by pure functions, written by `writeEndings`. */
export interface RunEnding {
  readonly claim: Claim
  readonly change: ExecutionChange
  /** Null where the attempt has been closed already. */
  readonly attempt: AttemptEnd | null
  /** The task as it is to be stored; null: it stays as it is. */
  readonly task: Task | null
  /** What is owed to the owner. */
  readonly news: ReadonlyArray<News>
  /** When the task runs next, unless its owner has said otherwise meanwhile. */
  readonly next: DateTime.Utc | null
  /** The task has completed: an intent that its owner set during the run goes with it. */
  readonly completes: boolean
}
