import type * as DateTime from "effect/DateTime"
import type { Judgement, Usage } from "../search/Judgement.ts"
import type { CitedPage } from "../ports/PageArchive.ts"
import type { Claim } from "../ports/WorkQueue.ts"
import type { Task } from "../task/Task.ts"
import type { Execution } from "./Execution.ts"
import type { ExecutionStatus } from "./executionLifecycle.ts"
import type { ErrorCategory } from "./retryPolicy.ts"

/** A started try: the permit, and the task and execution as they were when it started. */
export interface Run {
  readonly claim: Claim
  readonly task: Task
  readonly execution: Execution
  /** Evidence of up to five earlier good runs, newest first. */
  readonly earlierFindings: ReadonlyArray<string>
}

/** Why a try ended without a judgement. */
export interface RunFailure {
  readonly category: ErrorCategory
  /** A plain sentence for the user. */
  readonly message: string
  readonly retryAfterMs: number | null
  /** The raw cause; cut and redacted before it is stored. */
  readonly internal: string | null
  /** What was spent on the way; left out where nobody knows. */
  readonly usage?: Usage
}

/** A try that was made. */
export interface JudgedRun {
  readonly run: Run
  readonly outcome:
    | {
      readonly _tag: "Judged"
      readonly judgement: Judgement
      /** The pages that its verified quotes stand in, with their texts; left out where nobody read any. */
      readonly cited?: ReadonlyArray<Omit<CitedPage, "executionId">>
    }
    | { readonly _tag: "Failed"; readonly failure: RunFailure }
}

/** A try that has ended and waits to be settled. `Deferred`: a budget did not allow it, and it was not made. */
export interface FinishedRun {
  readonly run: Run
  readonly outcome: JudgedRun["outcome"] | { readonly _tag: "Deferred"; readonly until: DateTime.Utc; readonly why: string }
}

/** What became of a try. `lost`: this settlement wrote nothing; the claim had ended, or the execution could not be read. */
export interface SettledRun {
  readonly run: Run
  readonly status: Exclude<ExecutionStatus, "pending" | "running"> | "lost"
  readonly told: boolean
}
