import { type Delivery, getExecution as get, listDeliveries, TaskNotFound } from "@vedette/domain"
import type { ExplanationBody, routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** Beyond any run: it owes one message per event (told, went blind, recovered) and channel. */
const ALL = 100

const toExplainedSend = (delivery: Delivery): ExplanationBody["deliveries"][number] => ({
  id: delivery.id,
  notification_type: delivery.kind,
  status: delivery.status,
  attempts: delivery.attempts,
  error_message: delivery.lastError
})

/** The trace names queries and dropped sources: it is the owner's own, even where the task is public. */
export const explainExecution: HandlerOf<typeof routes.explainExecution> = Effect.fnUntraced(function*(call) {
  const { params, principal } = call
  const { audience, execution } = yield* get(principal.userId, params.task_id, params.execution_id)
  if (audience !== "owner") return yield* new TaskNotFound()
  const { deliveries } = yield* listDeliveries({
    userId: principal.userId,
    taskId: execution.taskId,
    executionId: execution.id,
    kind: null,
    limit: ALL,
    offset: 0
  })
  return {
    body: {
      execution_id: execution.id,
      task_id: execution.taskId,
      status: execution.status,
      verdict: execution.judgement?.verdict ?? null,
      notified: execution.notification !== null,
      deliveries: deliveries.map(toExplainedSend),
      next_run: execution.nextRun,
      trace: execution.trace
    }
  }
})
