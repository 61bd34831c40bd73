import { getExecution as get, TaskNotFound } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** The trace names queries and dropped sources: it is the owner's own, even where the task is public. */
export const explainExecution: HandlerOf<typeof routes.explainExecution> = Effect.fnUntraced(function*(call) {
  const { params, principal } = call
  const { audience, execution } = yield* get(principal.userId, params.task_id, params.execution_id)
  if (audience !== "owner") return yield* new TaskNotFound()
  return {
    body: {
      execution_id: execution.id,
      task_id: execution.taskId,
      status: execution.status,
      verdict: execution.judgement?.verdict ?? null,
      notified: execution.notification !== null,
      next_run: execution.nextRun,
      trace: execution.trace
    }
  }
})
