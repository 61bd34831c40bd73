import { listTasks as list } from "@vedette/domain"
import { type routes, taskCursor } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toTaskBody } from "../bodies/toTaskBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { pageOf } from "../http/pageOf.ts"

export const listTasks: HandlerOf<typeof routes.listTasks> = Effect.fnUntraced(function*({ principal, query }) {
  const limit = query.limit ?? null
  const { total, views } = yield* list({
    userId: principal.userId,
    state: query.state ?? null,
    q: query.q?.trim() ?? null,
    tag: query.tag?.trim() ?? null,
    health: query.health ?? null,
    after: query.cursor ?? null,
    limit: limit === null ? null : limit + 1
  })
  const { items, next } = pageOf(views, limit, ({ task }) => task.id, taskCursor)
  return { body: items.map(toTaskBody), total, next }
})
