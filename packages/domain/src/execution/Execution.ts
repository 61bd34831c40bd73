import * as Schema from "effect/Schema"
import { ExecutionId, TaskId, UserId } from "../ids.ts"
import { Instant } from "../Instant.ts"
import { statesOf } from "../lifecycle.ts"
import { Judgement, TraceStep, Usage } from "../search/Judgement.ts"
import { ErrorCategory } from "./retryPolicy.ts"
import { executionLifecycle } from "./executionLifecycle.ts"

export const ExecutionStatusSchema = Schema.Literals(statesOf(executionLifecycle))

/** One look at the web for a task, from being due or asked for until it is terminal. Its tries are `Attempt`s. */
export const Execution = Schema.Struct({
  id: ExecutionId,
  taskId: TaskId,
  userId: UserId,
  trigger: Schema.Literals(["schedule", "manual"]),
  /** Asked for with `suppress_notifications`: judged and recorded, told to nobody. */
  suppressNotifications: Schema.Boolean,
  status: ExecutionStatusSchema,
  /** The claim that may write this row; 0 before the first start. */
  fence: Schema.Int,
  /** Tries begun, the current one included. */
  attempts: Schema.Int,
  createdAt: Instant,
  /** When it was opened; a retry does not move it. */
  startedAt: Instant,
  completedAt: Schema.NullOr(Instant),
  judgement: Schema.NullOr(Judgement),
  /** The sentence told to the owner; null: nobody was told. */
  notification: Schema.NullOr(Schema.String),
  changeSummary: Schema.NullOr(Schema.String),
  /** When the task was to run next, as decided at the end of this run. */
  nextRun: Schema.NullOr(Instant),
  /** A plain sentence for the user; promises a retry only when one is scheduled. */
  errorMessage: Schema.NullOr(Schema.String),
  errorCategory: Schema.NullOr(ErrorCategory),
  /** The raw cause, at most 2,000 characters, secrets redacted. Never leaves through the API. */
  internalError: Schema.NullOr(Schema.String),
  trace: Schema.Array(TraceStep)
})
export type Execution = typeof Execution.Type

/** `released`: a draining worker handed the run back; it is not held against the run. */
export const AttemptOutcome = Schema.Literals(["running", "success", "failed", "lost", "released", "cancelled"])
export type AttemptOutcome = typeof AttemptOutcome.Type

/** One try inside an execution. */
export const Attempt = Schema.Struct({
  executionId: ExecutionId,
  /** 1, 2, 3, … */
  n: Schema.Int,
  fence: Schema.Int,
  worker: Schema.String,
  outcome: AttemptOutcome,
  category: Schema.NullOr(ErrorCategory),
  errorMessage: Schema.NullOr(Schema.String),
  startedAt: Instant,
  endedAt: Schema.NullOr(Instant),
  /** What it has cost. Null while it runs, and where nobody knows: its worker died, or was stopped with a search side that does not say. */
  usage: Schema.NullOr(Usage)
})
export type Attempt = typeof Attempt.Type
