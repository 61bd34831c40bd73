import { viewTask } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toTaskBody } from "../bodies/toTaskBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** Counts a reader who is not the owner. */
export const getTask: HandlerOf<typeof routes.getTask> = Effect.fnUntraced(function*({ params, reader }) {
  const view = yield* viewTask(reader, params.task_id)
  return { body: toTaskBody(view), version: view.task.version }
})
