import * as Schema from "effect/Schema"
import { FeedItemBody } from "../execution/FeedItemBody.ts"
import { boundedText } from "../field/boundedText.ts"
import { executionCursor } from "../field/cursor.ts"
import { queryInt } from "../field/queryInt.ts"
import { taskIdParam } from "../field/uuidText.ts"
import { PublicTasksBody } from "../task/PublicTasksBody.ts"
import { TaskBody } from "../task/TaskBody.ts"
import { route } from "./Route.ts"

const tag = "public"

/** Beyond any list, and small enough that every database takes it for an offset. */
const MAX_OFFSET = 1_000_000_000

const feedQuery = Schema.Struct({
  limit: Schema.optionalKey(queryInt(1, 100)),
  cursor: Schema.optionalKey(executionCursor)
})

export const publicRoutes = {
  listPublicTasks: route({
    id: "listPublicTasks",
    method: "GET",
    path: "/api/v1/public/tasks",
    summary: "Everybody's public tasks, newest first, or with sort_by=popular those most viewed; 20 unless a limit is given",
    description: "The caller's own are shown as to their owner, all others as to the public.",
    tag,
    auth: "optional",
    query: Schema.Struct({
      sort_by: Schema.optionalKey(Schema.Literals(["recent", "popular"])),
      q: Schema.optionalKey(boundedText(1, 200)),
      offset: Schema.optionalKey(queryInt(0, MAX_OFFSET)),
      limit: Schema.optionalKey(queryInt(1, 100))
    }),
    success: { status: 200, description: "A page of tasks, each as its reader may see it", body: PublicTasksBody }
  }),
  getPublicTask: route({
    id: "getPublicTask",
    method: "GET",
    path: "/api/v1/public/tasks/id/{task_id}",
    summary: "The same as GET /api/v1/tasks/{task_id}",
    tag,
    auth: "optional",
    params: Schema.Struct({ task_id: taskIdParam }),
    success: { status: 200, description: "The task as its reader may see it", body: TaskBody },
    conditional: true,
    errors: ["TaskNotFound"]
  }),
  publicFeed: route({
    id: "publicFeed",
    method: "GET",
    path: "/api/v1/public/feed",
    summary: "What public tasks have told lately, newest first; 50 unless a limit is given",
    tag,
    auth: "optional",
    query: feedQuery,
    success: { status: 200, description: "A bare array of executions, each with its task's name", body: Schema.Array(FeedItemBody) },
    paged: true
  }),
  ownFeed: route({
    id: "ownFeed",
    method: "GET",
    path: "/api/v1/tasks/feed",
    summary: "What the caller's tasks have told lately, newest first; 50 unless a limit is given",
    tag: "tasks",
    auth: "required",
    query: feedQuery,
    success: { status: 200, description: "A bare array of executions, each with its task's name", body: Schema.Array(FeedItemBody) },
    paged: true
  })
} as const
