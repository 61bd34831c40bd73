import { getTask, listDeliveries, TaskNotFound } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toWebhookDeliveryBody } from "../bodies/toWebhookDeliveryBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { webhookKind } from "./webhookKind.ts"

/** The original's number. */
const DEFAULT_LIMIT = 50

export const listWebhookDeliveries: HandlerOf<typeof routes.listWebhookDeliveries> = Effect.fnUntraced(
  function*({ principal, query }) {
    const taskId = query.task_id ?? null
    // As the original: a log of nothing would hide a wrong id.
    if (taskId !== null) {
      const { task } = yield* getTask(principal.userId, taskId)
      if (task.userId !== principal.userId) return yield* new TaskNotFound()
    }
    const { deliveries, total } = yield* listDeliveries({
      userId: principal.userId,
      taskId,
      executionId: null,
      kind: webhookKind,
      limit: query.limit ?? DEFAULT_LIMIT,
      offset: 0
    })
    return { body: deliveries.map(toWebhookDeliveryBody), total }
  }
)
