import { forkTask as fork } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { writtenTask } from "./writtenTask.ts"

export const forkTask: HandlerOf<typeof routes.forkTask> = Effect.fnUntraced(function*({ body, params, principal }) {
  const task = yield* fork(principal.userId, params.task_id, body.name ?? null)
  return yield* writtenTask({ task, issuedSecrets: new Map() })
})
