import { previewTask as preview } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toNewTask } from "../bodies/toNewTask.ts"
import { toPreviewBody } from "../bodies/toPreviewBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const previewTask: HandlerOf<typeof routes.previewTask> = Effect.fnUntraced(function*({ body, principal }) {
  return { body: toPreviewBody(yield* preview(toNewTask(principal.userId, body))) }
})
