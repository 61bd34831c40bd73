import { createTask as create } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toNewTask } from "../bodies/toNewTask.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { writtenTask } from "./writtenTask.ts"

export const createTask: HandlerOf<typeof routes.createTask> = Effect.fnUntraced(function*({ body, principal }) {
  return yield* writtenTask(yield* create(toNewTask(principal.userId, body)))
})
