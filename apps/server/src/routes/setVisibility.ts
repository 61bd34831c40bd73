import { setVisibility as set } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const setVisibility: HandlerOf<typeof routes.setVisibility> = Effect.fnUntraced(function*(call) {
  const { body, params, principal } = call
  yield* set(principal.userId, params.task_id, body.is_public)
  return { body }
})
