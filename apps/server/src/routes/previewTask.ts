import { previewTask as preview } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toNewTask } from "../bodies/toNewTask.ts"
import { toPreviewBody } from "../bodies/toPreviewBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { limitPreviews } from "./limitAccount.ts"

export const previewTask: HandlerOf<typeof routes.previewTask> = Effect.fnUntraced(function*({ body, principal }) {
  yield* limitPreviews(principal)
  return { body: toPreviewBody(yield* preview(toNewTask(principal.userId, body))) }
})
