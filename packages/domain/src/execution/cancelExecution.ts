import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { advance } from "../lifecycle.ts"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { Execution } from "./Execution.ts"
import { executionLifecycle } from "./executionLifecycle.ts"

/** An open execution as closed for the reason the user will read. */
export const cancelledExecution = (execution: Execution, why: string, now: DateTime.Utc): Execution => ({
  ...execution,
  status: advance(executionLifecycle, execution.status, "cancel"),
  completedAt: now,
  errorMessage: why
})

/** Closes open executions as cancelled, inside the caller's transaction. What they were doing can write nothing more. */
export const cancelExecutions = Effect.fn("cancelExecutions")(function*(
  open: ReadonlyArray<Execution>,
  why: string,
  now: DateTime.Utc
) {
  if (open.length === 0) return
  const executions = yield* ExecutionRepository
  yield* executions.endAttempts(open.map(({ id }) => ({
    executionId: id,
    outcome: "cancelled",
    category: null,
    errorMessage: why,
    endedAt: now,
    usage: null
  })))
  yield* executions.save(open.map((execution) => ({
    execution: cancelledExecution(execution, why, now),
    from: { status: execution.status, fence: execution.fence }
  })))
})
