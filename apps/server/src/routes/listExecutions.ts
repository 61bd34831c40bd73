import { listExecutions as list } from "@vedette/domain"
import { executionCursor, type routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toExecutionBody } from "../bodies/toExecutionBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { pageOf } from "../http/pageOf.ts"

/** What the original answers when it is not asked for a number. */
export const DEFAULT_LIMIT = 100

export const listExecutions: HandlerOf<typeof routes.listExecutions> = Effect.fnUntraced(function*(call) {
  const { params, principal, query } = call
  const limit = query.limit ?? DEFAULT_LIMIT
  const { audience, executions, total } = yield* list(principal?.userId ?? null, {
    taskId: params.task_id,
    status: query.status ?? null,
    notifiedOnly: false,
    after: query.cursor ?? null,
    offset: 0,
    limit: limit + 1
  })
  const { items, next } = pageOf(executions, limit, ({ id }) => id, executionCursor)
  return { body: items.map((execution) => toExecutionBody(execution, audience)), total, next }
})
