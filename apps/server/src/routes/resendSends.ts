import { ChannelKind, resendAll, resendDelivery } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toSendBody } from "../bodies/toSendBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const resendSend: HandlerOf<typeof routes.resendSend> = Effect.fnUntraced(function*({ params, principal }) {
  return { body: toSendBody(yield* resendDelivery(principal.userId, params.send_id)) }
})

export const resendSends: HandlerOf<typeof routes.resendSends> = Effect.fnUntraced(function*({ body, principal }) {
  const type = body.notification_type
  const resent = yield* resendAll({
    userId: principal.userId,
    since: body.since,
    taskId: body.task_id ?? null,
    executionId: null,
    kind: type === undefined ? null : ChannelKind.make(type)
  })
  return { body: { resent } }
})
