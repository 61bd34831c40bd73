import { HealthStatus, TaskStateSchema } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { ExecutionBody } from "../execution/ExecutionBody.ts"
import { RunTaskInput } from "../execution/RunTaskInput.ts"
import { boundedText } from "../field/boundedText.ts"
import { taskCursor } from "../field/cursor.ts"
import { queryBoolean } from "../field/queryBoolean.ts"
import { queryInt } from "../field/queryInt.ts"
import { taskIdParam } from "../field/uuidText.ts"
import { CreateTaskInput } from "../task/CreateTaskInput.ts"
import { ForkTaskInput } from "../task/ForkTaskInput.ts"
import { PreviewBody } from "../task/PreviewBody.ts"
import { TaskBody } from "../task/TaskBody.ts"
import { UpdateTaskInput } from "../task/UpdateTaskInput.ts"
import { VisibilityBody } from "../task/VisibilityBody.ts"
import { WebhookSecretBody } from "../task/WebhookSecretBody.ts"
import { route } from "./Route.ts"

const tag = "tasks"
const collection = "/api/v1/tasks"
const item = "/api/v1/tasks/{task_id}"
const params = Schema.Struct({ task_id: taskIdParam })

const update = {
  path: item,
  tag,
  auth: "required",
  params,
  body: UpdateTaskInput,
  success: { status: 200, description: "The task as it is now", body: TaskBody },
  conditional: true,
  errors: ["TaskNotFound", "InvalidTransition", "InvalidNotification", "VersionMismatch", "ActiveTaskLimit", "WriteConflict"]
} as const

export const taskRoutes = {
  createTask: route({
    id: "createTask",
    method: "POST",
    path: collection,
    summary: "Create a task; with an external_id already used, update that one",
    description:
      "Only `search_query` is required; without a `condition_description` it is the condition. The first look " +
      "is in a minute, or at once with `run_immediately`. An `external_id` the caller already uses makes it an " +
      "update of that task. At most one notification of each type.",
    tag,
    auth: "required",
    body: CreateTaskInput,
    success: { status: 200, description: "The task, with the webhook's secret where one was issued", body: TaskBody },
    errors: ["InvalidNotification", "InvalidTransition", "ActiveTaskLimit", "WriteConflict"]
  }),
  listTasks: route({
    id: "listTasks",
    method: "GET",
    path: collection,
    summary: "The caller's tasks, newest first; all of them unless a limit is given",
    description:
      "`q` finds text in the name, the query or the condition, in any case. The filters may be combined. Every " +
      "task embeds its `last_execution`.",
    tag,
    auth: "required",
    query: Schema.Struct({
      state: Schema.optionalKey(TaskStateSchema),
      q: Schema.optionalKey(boundedText(1, 200)),
      tag: Schema.optionalKey(boundedText(1, 50)),
      health: Schema.optionalKey(HealthStatus),
      limit: Schema.optionalKey(queryInt(1, 100)),
      cursor: Schema.optionalKey(taskCursor)
    }),
    success: { status: 200, description: "A bare array", body: Schema.Array(TaskBody) },
    paged: true
  }),
  getTask: route({
    id: "getTask",
    method: "GET",
    path: item,
    summary: "One task, with its last execution",
    description:
      "The owner sees everything; of a public task everybody sees the question and what was found, and is " +
      "counted as one view a day. Anything else is 404, whether there is such a task or not.",
    tag,
    auth: "optional",
    params,
    success: { status: 200, description: "The task as its reader may see it", body: TaskBody },
    conditional: true,
    errors: ["TaskNotFound"]
  }),
  replaceTask: route({ ...update, id: "updateTask", method: "PUT", summary: "Change the fields given; the others stay" }),
  patchTask: route({ ...update, id: "patchTask", method: "PATCH", summary: "The same as PUT" }),
  deleteTask: route({
    id: "deleteTask",
    method: "DELETE",
    path: item,
    summary: "Remove a task with everything of it; a run in progress can write nothing more",
    description: "Its executions, notifications and deliveries go with it.",
    tag,
    auth: "required",
    params,
    success: { status: 204, description: "It is gone", body: null },
    errors: ["TaskNotFound"]
  }),
  executeTask: route({
    id: "executeTask",
    method: "POST",
    path: `${item}/execute`,
    summary: "Run a task now, whatever its state; a run not yet started is answered as it is",
    description:
      "A run that has not started yet is answered as it is, whoever asked for it; it tells as soon as one of " +
      "those who asked wants telling. A run in progress is 409 with its `execution_id`, unless its worker is " +
      "gone. `force` replaces either: what was replaced becomes `cancelled` and can write nothing more. A " +
      "paused or completed task stays so. The switches may stand in the query or in the body.",
    tag,
    auth: "required",
    params,
    query: Schema.Struct({
      force: Schema.optionalKey(queryBoolean),
      suppress_notifications: Schema.optionalKey(queryBoolean)
    }),
    body: RunTaskInput,
    bodyOptional: true,
    success: { status: 200, description: "The execution, pending", body: ExecutionBody },
    errors: ["TaskNotFound", "RunInProgress", "WriteConflict"]
  }),
  previewTask: route({
    id: "previewTask",
    method: "POST",
    path: `${collection}/preview`,
    summary: "Judge a draft once, as its first run would, and save nothing; up to 50 seconds, twenty a minute",
    description:
      "Takes the body of a creation and refuses what a creation would refuse. A page that cannot be read is no " +
      "error of the call: `error_message` says so. Needs the scope `write`, because it costs what a run costs.",
    tag,
    auth: "required",
    body: CreateTaskInput,
    outside: true,
    success: { status: 200, description: "What was understood, found and would be told", body: PreviewBody },
    errors: ["InvalidNotification"]
  }),
  setVisibility: route({
    id: "setVisibility",
    method: "PATCH",
    path: `${item}/visibility`,
    summary: "Show a task, its runs and its feeds to everybody, or to its owner alone",
    tag,
    auth: "required",
    params,
    body: VisibilityBody,
    success: { status: 200, description: "As it is now", body: VisibilityBody },
    errors: ["TaskNotFound", "WriteConflict"]
  }),
  forkTask: route({
    id: "forkTask",
    method: "POST",
    path: `${item}/fork`,
    summary: "Copy a public task, or one's own, as a paused and private task",
    description:
      "The question goes along (query, condition, sources, cadence); state, history and the owner's own do not, " +
      "except that channels, context and tags go along from one's own task. Without a `name` it is `… (Copy)`, " +
      "then `(Copy 2)`, `(Copy 3)`; a name that is taken is tried three ways too, and then 409.",
    tag,
    auth: "required",
    params,
    body: ForkTaskInput,
    bodyOptional: true,
    success: { status: 200, description: "The new task", body: TaskBody },
    errors: ["TaskNotFound", "NameTaken", "WriteConflict"]
  }),
  rotateWebhookSecret: route({
    id: "rotateWebhookSecret",
    method: "POST",
    path: `${item}/webhook-secret/rotate`,
    summary: "Issue a new signing secret; the old one signs beside it for a while",
    tag,
    auth: "required",
    params,
    success: { status: 200, description: "The new secret, this once", body: WebhookSecretBody },
    errors: ["TaskNotFound", "NoSuchChannel", "WriteConflict"]
  })
} as const
