import { getDelivery } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toSendBody } from "../bodies/toSendBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const getSend: HandlerOf<typeof routes.getSend> = Effect.fnUntraced(function*({ params, principal }) {
  const { attempts, delivery } = yield* getDelivery(principal.userId, params.send_id)
  const tries = attempts.map((attempt) => ({
    n: attempt.n,
    started_at: attempt.startedAt,
    latency_ms: attempt.latencyMs,
    outcome: attempt.outcome,
    http_status: attempt.httpStatus,
    error_message: attempt.error
  }))
  return { body: { ...toSendBody(delivery), tries } }
})
