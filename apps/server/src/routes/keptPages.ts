import { getKeptPage as get, listKeptPages as list } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toKeptPageBody } from "../bodies/toKeptPageBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const listKeptPages: HandlerOf<typeof routes.listKeptPages> = Effect.fnUntraced(function*({ params, principal }) {
  const pages = yield* list(principal.userId, params.task_id, params.execution_id)
  return { body: pages.map(toKeptPageBody) }
})

export const getKeptPage: HandlerOf<typeof routes.getKeptPage> = Effect.fnUntraced(function*({ params, principal }) {
  const page = yield* get(principal.userId, params.task_id, params.execution_id, params.hash)
  return { body: { ...toKeptPageBody(page), text: page.text } }
})
