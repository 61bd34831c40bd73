import * as Schema from "effect/Schema"
import { ExecutionId } from "../ids.ts"

/** The task has no such execution. */
export class ExecutionNotFound extends Schema.TaggedError<ExecutionNotFound>()("ExecutionNotFound", {}) {
  override get message(): string {
    return "Execution not found"
  }
}

/** A run is in progress and its worker is alive. It can be replaced with `force`. */
export class RunInProgress extends Schema.TaggedError<RunInProgress>()("RunInProgress", { executionId: ExecutionId }) {
  override get message(): string {
    return "The task is already running; pass force=true to replace the run in progress"
  }
}
