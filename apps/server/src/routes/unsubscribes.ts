import { ConsentRepository, resubscribe as takeBack } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { emailKind } from "./emailKind.ts"

export const listUnsubscribes: HandlerOf<typeof routes.listUnsubscribes> = Effect.fnUntraced(function*({ principal }) {
  const optOuts = yield* ConsentRepository.use((consents) => consents.optOuts(principal.userId, emailKind))
  return {
    body: {
      unsubscribes: optOuts.map(({ address, createdAt, taskId }) => ({ email: address, task_id: taskId, created_at: createdAt }))
    }
  }
})

export const resubscribe: HandlerOf<typeof routes.resubscribe> = Effect.fnUntraced(function*({ body, principal }) {
  const scope = { userId: principal.userId, kind: emailKind, address: body.email, taskId: body.task_id ?? null }
  const was = yield* takeBack(scope)
  return { body: { message: was ? "Resubscribed" : "Not unsubscribed" } }
})
