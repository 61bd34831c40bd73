import { listExecutions, type TaskId } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { atomFeed } from "../feed/atomFeed.ts"
import { type Feed, feedOfTask } from "../feed/Feed.ts"
import { jsonFeed } from "../feed/jsonFeed.ts"
import { rssFeed } from "../feed/rssFeed.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** More than any reader has missed, and the original's number. */
export const FEED_LENGTH = 50

interface TaskFeedCall {
  readonly params: { readonly task_id: TaskId }
  readonly baseUrl: string
}

/** A feed reader has no key: only what everybody may read is there. */
const answer = <R>(path: string, render: (feed: Feed) => R) =>
  Effect.fnUntraced(function*({ baseUrl, params }: TaskFeedCall) {
    const { executions, task } = yield* listExecutions(null, {
      taskId: params.task_id,
      status: null,
      notifiedOnly: true,
      after: null,
      offset: 0,
      limit: FEED_LENGTH
    })
    const feed = feedOfTask(task, executions, {
      selfUrl: `${baseUrl}/tasks/${task.id}/${path}`,
      homeUrl: `${baseUrl}/api/v1/tasks/${task.id}`
    })
    // A new name changes the feed too, and comes with no alert.
    return { body: render(feed), lastModified: DateTime.max(feed.updated, task.updatedAt) }
  })

export const taskRss: HandlerOf<typeof routes.taskRss> = answer("rss", rssFeed)
export const taskAtom: HandlerOf<typeof routes.taskAtom> = answer("feed.atom", atomFeed)
export const taskJsonFeed: HandlerOf<typeof routes.taskJsonFeed> = answer("feed.json", jsonFeed)
