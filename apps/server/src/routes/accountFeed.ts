import { listTold, readerOfFeed } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { atomFeed } from "../feed/atomFeed.ts"
import { type Feed, feedOfAccount } from "../feed/Feed.ts"
import { jsonFeed } from "../feed/jsonFeed.ts"
import { rssFeed } from "../feed/rssFeed.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { FEED_LENGTH } from "./taskFeed.ts"

interface AccountFeedCall {
  readonly params: { readonly token: string }
  readonly baseUrl: string
}

const answer = <R>(path: string, render: (feed: Feed) => R) =>
  Effect.fnUntraced(function*({ baseUrl, params }: AccountFeedCall) {
    const token = yield* readerOfFeed(params.token)
    const { items } = yield* listTold({ userId: token.userId, after: null, limit: FEED_LENGTH })
    const feed = feedOfAccount(token, items, `${baseUrl}/feeds/${params.token}/${path}`)
    // Titles hold the tasks' names, which change without an alert.
    const lastModified = items.reduce((at, { task }) => DateTime.max(at, task.updatedAt), feed.updated)
    return { body: render(feed), lastModified }
  })

export const accountRss: HandlerOf<typeof routes.accountRss> = answer("rss", rssFeed)
export const accountAtom: HandlerOf<typeof routes.accountAtom> = answer("feed.atom", atomFeed)
export const accountJsonFeed: HandlerOf<typeof routes.accountJsonFeed> = answer("feed.json", jsonFeed)
