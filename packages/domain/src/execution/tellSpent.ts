import * as Effect from "effect/Effect"
import { ExecutionRepository } from "../ports/ExecutionRepository.ts"
import type { Usage } from "../search/Judgement.ts"
import type { Run } from "./Run.ts"

/** A try that its worker does not settle: it was stopped, or has lost its lease. */
export interface SpentRun {
  readonly run: Run
  readonly usage: Usage
}

/** Keeps with such tries what they have cost, which only their worker knows. It is logged if the store does not take it. */
export const tellSpent = Effect.fn("tellSpent")(function*(spent: ReadonlyArray<SpentRun>) {
  if (spent.length === 0) return
  const executions = yield* ExecutionRepository
  yield* executions.tellUsage(spent.map(({ run, usage }) => ({ executionId: run.execution.id, fence: run.claim.fence, usage }))).pipe(
    Effect.catchCause((cause) => Effect.logWarning("What a try has cost could not be kept with it", cause))
  )
})
