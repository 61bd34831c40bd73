import { ChannelKind, listDeliveries } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toSendBody } from "../bodies/toSendBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** The seed's number. */
const DEFAULT_LIMIT = 50

export const listSends: HandlerOf<typeof routes.listSends> = Effect.fnUntraced(function*({ principal, query }) {
  const { deliveries, total } = yield* listDeliveries({
    userId: principal.userId,
    taskId: query.task_id ?? null,
    executionId: query.execution_id ?? null,
    kind: query.notification_type === undefined ? null : ChannelKind.make(query.notification_type),
    limit: query.limit ?? DEFAULT_LIMIT,
    offset: query.offset ?? 0
  })
  return { body: { sends: deliveries.map(toSendBody), total } }
})
