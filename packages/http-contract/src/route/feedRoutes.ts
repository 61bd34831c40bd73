import * as Schema from "effect/Schema"
import { CreateFeedTokenInput, FeedTokenBody, NewFeedTokenBody } from "../feed/FeedTokenBody.ts"
import { JsonFeedBody } from "../feed/JsonFeedBody.ts"
import { feedTokenIdParam, taskIdParam } from "../field/uuidText.ts"
import { route } from "./Route.ts"

const tag = "feeds"
const tokens = "/api/v1/feed-tokens"

/** The token as it stands in an address. What is none of ours opens no feed, whatever it looks like. */
const token = Schema.Struct({ token: Schema.String })

const rss = { mediaType: "application/rss+xml", body: Schema.String, status: 200 } as const
const atom = { mediaType: "application/atom+xml", body: Schema.String, status: 200 } as const
const json = { mediaType: "application/feed+json", body: JsonFeedBody, status: 200 } as const

const ofTask = {
  method: "GET",
  tag,
  auth: "none",
  params: Schema.Struct({ task_id: taskIdParam }),
  conditional: true,
  errors: ["TaskNotFound", "StorageUnavailable"]
} as const

const ofAccount = {
  method: "GET",
  tag,
  auth: "none",
  params: token,
  conditional: true,
  errors: ["FeedNotFound", "StorageUnavailable"]
} as const

const description = "The last 50 alerts, newest first, each under an id that never changes"

export const feedRoutes = {
  taskRss: route({
    ...ofTask,
    id: "taskRss",
    path: "/tasks/{task_id}/rss",
    summary: "The alerts of a public task as RSS 2.0",
    success: { ...rss, description }
  }),
  taskAtom: route({
    ...ofTask,
    id: "taskAtom",
    path: "/tasks/{task_id}/feed.atom",
    summary: "The alerts of a public task as Atom 1.0",
    success: { ...atom, description }
  }),
  taskJsonFeed: route({
    ...ofTask,
    id: "taskJsonFeed",
    path: "/tasks/{task_id}/feed.json",
    summary: "The alerts of a public task as JSON Feed 1.1",
    success: { ...json, description }
  }),
  accountRss: route({
    ...ofAccount,
    id: "accountRss",
    path: "/feeds/{token}/rss",
    summary: "The alerts of all tasks of an account as RSS 2.0, for a feed reader that has its token",
    success: { ...rss, description }
  }),
  accountAtom: route({
    ...ofAccount,
    id: "accountAtom",
    path: "/feeds/{token}/feed.atom",
    summary: "The same as Atom 1.0",
    success: { ...atom, description }
  }),
  accountJsonFeed: route({
    ...ofAccount,
    id: "accountJsonFeed",
    path: "/feeds/{token}/feed.json",
    summary: "The same as JSON Feed 1.1",
    success: { ...json, description }
  }),
  createFeedToken: route({
    id: "createFeedToken",
    method: "POST",
    path: tokens,
    summary: "Open a feed of all the caller's alerts, for feed readers: who knows its address reads them",
    description:
      "The feed holds the alerts of all tasks, private ones too. Its address is as good as a password for " +
      "reading them, and for nothing else; revoke it when it has got about. An account has at most 50 open at a time.",
    tag,
    auth: "required",
    body: CreateFeedTokenInput,
    bodyOptional: true,
    success: { status: 200, description: "The feed's addresses, this once", body: NewFeedTokenBody },
    errors: ["TooManyFeeds"]
  }),
  listFeedTokens: route({
    id: "listFeedTokens",
    method: "GET",
    path: tokens,
    summary: "The caller's open feeds, newest first",
    tag,
    auth: "required",
    success: { status: 200, description: "A bare array, without the tokens", body: Schema.Array(FeedTokenBody) }
  }),
  revokeFeedToken: route({
    id: "revokeFeedToken",
    method: "DELETE",
    path: `${tokens}/{feed_token_id}`,
    summary: "Close a feed: its address answers nothing from now on",
    tag,
    auth: "required",
    params: Schema.Struct({ feed_token_id: feedTokenIdParam }),
    success: { status: 204, description: "It is closed", body: null },
    errors: ["FeedNotFound"]
  })
} as const
