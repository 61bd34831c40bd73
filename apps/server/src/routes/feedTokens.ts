import { createFeedToken as create, type FeedToken, listFeedTokens as list, revokeFeedToken as revoke } from "@vedette/domain"
import type { FeedTokenBody, routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

const toFeedTokenBody = ({ createdAt, id, name }: FeedToken): FeedTokenBody => ({ id, name, created_at: createdAt })

export const createFeedToken: HandlerOf<typeof routes.createFeedToken> = Effect.fnUntraced(function*(call) {
  const { baseUrl, body, principal } = call
  const { plain, token } = yield* create(principal.userId, body.name ?? "")
  const feed = `${baseUrl}/feeds/${plain}`
  return {
    body: toFeedTokenBody(token),
    secret: {
      token: plain,
      rss_url: `${feed}/rss`,
      atom_url: `${feed}/feed.atom`,
      json_url: `${feed}/feed.json`
    }
  }
})

export const listFeedTokens: HandlerOf<typeof routes.listFeedTokens> = Effect.fnUntraced(function*({ principal }) {
  return { body: (yield* list(principal.userId)).map(toFeedTokenBody) }
})

export const revokeFeedToken: HandlerOf<typeof routes.revokeFeedToken> = Effect.fnUntraced(function*({ params, principal }) {
  yield* revoke(principal.userId, params.feed_token_id)
  return { body: undefined }
})
