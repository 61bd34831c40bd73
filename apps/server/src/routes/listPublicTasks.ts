import { listPublicTasks as list } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toTaskBody } from "../bodies/toTaskBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** The original's number. */
const DEFAULT_LIMIT = 20

export const listPublicTasks: HandlerOf<typeof routes.listPublicTasks> = Effect.fnUntraced(function*({ principal, query }) {
  const offset = query.offset ?? 0
  const limit = query.limit ?? DEFAULT_LIMIT
  const { total, views } = yield* list(principal?.userId ?? null, {
    q: query.q?.trim() ?? null,
    sortBy: query.sort_by ?? "recent",
    offset,
    limit
  })
  return { body: { tasks: views.map(toTaskBody), total, offset, limit }, total }
})
