import { type ExecutionId, listTold, type UserId } from "@vedette/domain"
import { executionCursor, type routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { toFeedItemBody } from "../bodies/toFeedItemBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** The original's number. */
const DEFAULT_LIMIT = 50

const encodeCursor = Schema.encodeSync(executionCursor)

const feed = Effect.fnUntraced(function*(
  userId: UserId | null,
  query: { readonly limit?: number; readonly cursor?: ExecutionId }
) {
  const { items, next } = yield* listTold({ userId, after: query.cursor ?? null, limit: query.limit ?? DEFAULT_LIMIT })
  return { body: items.map(toFeedItemBody), next: next === null ? undefined : encodeCursor(next) }
})

/** `GET /api/v1/tasks/feed`. */
export const ownFeed: HandlerOf<typeof routes.ownFeed> = ({ principal, query }) => feed(principal.userId, query)

/** `GET /api/v1/public/feed`: everybody gets the public's view, owners too, so that it is one feed. */
export const publicFeed: HandlerOf<typeof routes.publicFeed> = ({ query }) => feed(null, query)
