import { getExecution as get } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toExecutionDetailBody } from "../bodies/toExecutionBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const getExecution: HandlerOf<typeof routes.getExecution> = Effect.fnUntraced(function*({ params, principal }) {
  const { attempts, audience, execution } = yield* get(principal?.userId ?? null, params.task_id, params.execution_id)
  return { body: toExecutionDetailBody(execution, attempts, audience) }
})
