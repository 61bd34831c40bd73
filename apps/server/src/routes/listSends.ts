import { listDeliveries, Notifiers } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toSendBody } from "../bodies/toSendBody.ts"
import { echoInput } from "../http/echoInput.ts"
import { enumWords } from "../http/enumWords.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { RequestInvalid } from "../http/requestErrors.ts"

/** The seed's number. */
const DEFAULT_LIMIT = 50

/** A channel of this server. Which there are is known only when it runs, so the contract's schema cannot say. */
const kindNamed = Effect.fnUntraced(function*(type: string) {
  const kinds = [...(yield* Notifiers).keys()]
  const kind = kinds.find((known) => known === type)
  if (kind !== undefined) return kind
  return yield* new RequestInvalid({
    violations: [{ loc: ["query", "notification_type"], ...enumWords(kinds), ...echoInput(type) }]
  })
})

export const listSends: HandlerOf<typeof routes.listSends> = Effect.fnUntraced(function*({ principal, query }) {
  const { deliveries, total } = yield* listDeliveries({
    userId: principal.userId,
    taskId: query.task_id ?? null,
    executionId: null,
    kind: query.notification_type === undefined ? null : yield* kindNamed(query.notification_type),
    limit: query.limit ?? DEFAULT_LIMIT,
    offset: query.offset ?? 0
  })
  return { body: { sends: deliveries.map(toSendBody), total } }
})
