import * as Schema from "effect/Schema"
import { ExecutionId } from "../ids.ts"

/** The task has no such execution. */
export class ExecutionNotFound extends Schema.TaggedError<ExecutionNotFound>()("ExecutionNotFound", {}) {
  override get message(): string {
    return "Execution not found"
  }
}

/** The execution cites no such page, or its text is kept no longer. */
export class PageNotKept extends Schema.TaggedError<PageNotKept>()("PageNotKept", {}) {
  override get message(): string {
    return "No such page is kept"
  }
}

/** A run is in progress and its worker is alive. It can be replaced with `force`. */
export class RunInProgress extends Schema.TaggedError<RunInProgress>()("RunInProgress", { executionId: ExecutionId }) {
  override get message(): string {
    return "The task is already running; pass force=true to replace the run in progress"
  }
}
