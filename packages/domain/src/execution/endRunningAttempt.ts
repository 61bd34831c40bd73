import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { AttemptOutcome, Execution } from "./Execution.ts"
import type { RunFailure } from "./Run.ts"

/** Closes the attempt in progress. Answers how many attempts of the execution had failed before it. */
export const endRunningAttempt = Effect.fn("endRunningAttempt")(function*(
  execution: Execution,
  outcome: AttemptOutcome,
  failure: RunFailure | null
) {
  const executions = yield* ExecutionRepository
  const attempts = yield* executions.attempts(execution.id)
  const running = attempts.find((attempt) => attempt.fence === execution.fence && attempt.outcome === "running")
  if (running !== undefined) {
    yield* executions.endAttempt({
      ...running,
      outcome,
      category: failure?.category ?? null,
      errorMessage: failure?.message ?? null,
      endedAt: yield* DateTime.now
    })
  }
  return attempts.filter((attempt) => attempt.outcome === "failed").length
})
