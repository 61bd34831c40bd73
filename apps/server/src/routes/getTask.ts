import { getTask as get } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toTaskBody } from "../bodies/toTaskBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const getTask: HandlerOf<typeof routes.getTask> = Effect.fnUntraced(function*({ params, principal }) {
  const view = yield* get(principal?.userId ?? null, params.task_id)
  return { body: toTaskBody(view), version: view.task.version }
})
