import { runTaskNow } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toExecutionBody } from "../bodies/toExecutionBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** A switch counts wherever it stands: clients of both generations are served. */
export const executeTask: HandlerOf<typeof routes.executeTask> = Effect.fnUntraced(function*(call) {
  const { body, params, principal, query } = call
  const execution = yield* runTaskNow(principal.userId, params.task_id, {
    force: body.force === true || query.force === true,
    suppressNotifications: body.suppress_notifications === true || query.suppress_notifications === true
  })
  return { body: toExecutionBody(execution, "owner") }
})
