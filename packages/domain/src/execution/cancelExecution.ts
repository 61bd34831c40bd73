import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { Execution } from "./Execution.ts"

/** Closes an open execution as cancelled, for the reason the user will read. What it was doing can write nothing more. */
export const cancelExecution = Effect.fn("cancelExecution")(function*(execution: Execution, why: string) {
  const executions = yield* ExecutionRepository
  const now = yield* DateTime.now
  yield* executions.save(
    { ...execution, status: "cancelled", completedAt: now, errorMessage: why },
    { status: execution.status, fence: execution.fence }
  )
  const running = (yield* executions.attempts(execution.id)).find((attempt) => attempt.outcome === "running")
  if (running !== undefined) yield* executions.endAttempt({ ...running, outcome: "cancelled", endedAt: now })
})
