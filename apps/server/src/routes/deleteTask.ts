import { deleteTask as remove } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const deleteTask: HandlerOf<typeof routes.deleteTask> = Effect.fnUntraced(function*({ params, principal }) {
  yield* remove(principal.userId, params.task_id)
  return { body: undefined }
})
