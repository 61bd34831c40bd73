import { ExecutionStatusSchema } from "@vedette/domain"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { saying } from "../error/Violation.ts"
import { ExecutionBody, ExecutionDetailBody } from "../execution/ExecutionBody.ts"
import { ExplanationBody } from "../execution/ExplanationBody.ts"
import { KeptPageBody, KeptPageTextBody } from "../execution/KeptPageBody.ts"
import { TaskNotificationsPage } from "../execution/TaskNotificationsPage.ts"
import { executionCursor } from "../field/cursor.ts"
import { queryInt } from "../field/queryInt.ts"
import { executionIdParam, taskIdParam } from "../field/uuidText.ts"
import { route } from "./Route.ts"

const tag = "executions"
const item = "/api/v1/tasks/{task_id}/executions/{execution_id}"
const ofTask = Schema.Struct({ task_id: taskIdParam })
const ofExecution = Schema.Struct({ task_id: taskIdParam, execution_id: executionIdParam })

/** The original answers a hundred at once, and its clients page by nothing but this number. */
const limit = Schema.optionalKey(queryInt(1, 1_000))

/** With `page` the first generation's rules hold, and its limit was 100. */
const MAX_PAGE_LIMIT = 100
/** A million pages of a hundred: beyond any list, and small enough that an offset never overflows. */
const MAX_PAGE = 1_000_000

const tooManyAPage = saying({
  type: "less_than_equal",
  msg: `Input should be less than or equal to ${MAX_PAGE_LIMIT}`,
  ctx: { le: MAX_PAGE_LIMIT }
})

export const executionRoutes = {
  listExecutions: route({
    id: "listExecutions",
    method: "GET",
    path: "/api/v1/tasks/{task_id}/executions",
    summary: "A task's executions, newest first",
    description:
      "The owner, or everybody where the task is public: then without `error_message`. `Link` leads to the next " +
      "page.",
    tag,
    auth: "optional",
    params: ofTask,
    query: Schema.Struct({
      limit,
      status: Schema.optionalKey(ExecutionStatusSchema),
      cursor: Schema.optionalKey(executionCursor)
    }),
    success: { status: 200, description: "A bare array, at most 100 unless a limit is given", body: Schema.Array(ExecutionBody) },
    paged: true,
    errors: ["TaskNotFound"]
  }),
  getExecution: route({
    id: "getExecution",
    method: "GET",
    path: item,
    summary: "One execution; its owner also sees the tries",
    tag,
    auth: "optional",
    params: ofExecution,
    success: { status: 200, description: "The execution", body: ExecutionDetailBody },
    conditional: true,
    errors: ["TaskNotFound", "ExecutionNotFound"]
  }),
  explainExecution: route({
    id: "explainExecution",
    method: "GET",
    path: `${item}/explain`,
    summary: "Why a run ended as it did; for the owner",
    description:
      "What was read and dropped, which of the three gates closed, why it looks again when it does, and what " +
      "has become of what was owed.",
    tag,
    auth: "required",
    params: ofExecution,
    success: { status: 200, description: "The decision trace", body: ExplanationBody },
    conditional: true,
    errors: ["TaskNotFound", "ExecutionNotFound"]
  }),
  listKeptPages: route({
    id: "listKeptPages",
    method: "GET",
    path: `${item}/pages`,
    summary: "The pages that a run cites, as far as their texts are kept; for the owner",
    description:
      "An alert can be checked after its page has changed: the full text of every page that a verified quote stands in is kept for as " +
      "long as the server is set to, 30 days by default. After that the quote and the passage around it are still in the execution.",
    tag,
    auth: "required",
    params: ofExecution,
    success: { status: 200, description: "By URL; empty where nothing was cited or nothing is kept any more", body: Schema.Array(KeptPageBody) },
    conditional: true,
    errors: ["TaskNotFound", "ExecutionNotFound"]
  }),
  getKeptPage: route({
    id: "getKeptPage",
    method: "GET",
    path: `${item}/pages/{hash}`,
    summary: "The full text of a page that a run cites, as it was read; for the owner",
    description: "`hash` is the `page_hash` of a quote. Where two URLs had the same text, it is shown once.",
    tag,
    auth: "required",
    params: Schema.Struct({ ...ofExecution.fields, hash: Schema.String }),
    success: { status: 200, description: "The page", body: KeptPageTextBody },
    conditional: true,
    errors: ["TaskNotFound", "ExecutionNotFound", "PageNotKept"]
  }),
  listTaskNotifications: route({
    id: "listTaskNotifications",
    method: "GET",
    path: "/api/v1/tasks/{task_id}/notifications",
    summary: "The executions that told the owner; with page, the first generation's envelope",
    description:
      "`notification` is never null here. With `page` the answer is an envelope of another shape, for the first " +
      "generation of clients, and `limit` is at most 100.",
    tag,
    auth: "optional",
    params: ofTask,
    query: Schema.Struct({
      limit,
      page: Schema.optionalKey(queryInt(1, MAX_PAGE)),
      cursor: Schema.optionalKey(executionCursor)
    }).check(
      Schema.makeFilter(({ limit, page }) =>
        page === undefined || limit === undefined || limit <= MAX_PAGE_LIMIT
          ? undefined
          : { path: ["limit"], issue: new SchemaIssue.InvalidValue(tooManyAPage) }
      )
    ),
    success: {
      status: 200,
      description: "A bare array of executions, or with page an envelope of notifications",
      body: Schema.Union([Schema.Array(ExecutionBody), TaskNotificationsPage])
    },
    paged: true,
    errors: ["TaskNotFound"]
  })
} as const
