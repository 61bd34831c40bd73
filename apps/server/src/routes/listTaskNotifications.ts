import { listExecutions as list } from "@vedette/domain"
import { executionCursor, type routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toExecutionBody } from "../bodies/toExecutionBody.ts"
import { toTaskNotificationBody } from "../bodies/toTaskNotificationBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { pageOf } from "../http/pageOf.ts"
import { DEFAULT_LIMIT } from "./listExecutions.ts"

/** The first generation's number. */
const DEFAULT_PAGE_LIMIT = 20

export const listTaskNotifications: HandlerOf<typeof routes.listTaskNotifications> = Effect.fnUntraced(function*(call) {
  const { params, principal, query } = call
  const reader = principal?.userId ?? null
  const notified = { taskId: params.task_id, status: null, notifiedOnly: true }
  if (query.page !== undefined) {
    const limit = query.limit ?? DEFAULT_PAGE_LIMIT
    const offset = (query.page - 1) * limit
    const { executions, task, total } = yield* list(reader, { ...notified, after: null, offset, limit })
    const notifications = executions.map((execution) => toTaskNotificationBody(task, execution))
    return { body: { notifications, total, page: query.page, limit }, total }
  }
  const limit = query.limit ?? DEFAULT_LIMIT
  const { audience, executions, total } = yield* list(reader, {
    ...notified,
    after: query.cursor ?? null,
    offset: 0,
    limit: limit + 1
  })
  const { items, next } = pageOf(executions, limit, ({ id }) => id, executionCursor)
  return { body: items.map((execution) => toExecutionBody(execution, audience)), total, next }
})
