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
  errors: ["TaskNotFound", "InvalidTransition", "InvalidNotification", "UnknownChannel", "InvalidCondition", "VersionMismatch", "ActiveTaskLimit", "WriteConflict"]
} as const

export const taskRoutes = {
  createTask: route({
    id: "createTask",
    method: "POST",
    path: collection,
    summary: "Create a task; with an external_id already used, update that one",
    tag,
    auth: "required",
    body: CreateTaskInput,
    success: { status: 200, description: "The task, with the webhook's secret where one was issued", body: TaskBody },
    errors: ["InvalidNotification", "UnknownChannel", "InvalidCondition", "InvalidTransition", "ActiveTaskLimit", "WriteConflict"]
  }),
  listTasks: route({
    id: "listTasks",
    method: "GET",
    path: collection,
    summary: "The caller's tasks, newest first; all of them unless a limit is given",
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
    summary: "Judge a draft once, as its first run would, and save nothing; may take up to 50 seconds",
    tag,
    auth: "required",
    body: CreateTaskInput,
    outside: true,
    success: { status: 200, description: "What was understood, found and would be told", body: PreviewBody },
    errors: ["InvalidNotification", "UnknownChannel", "InvalidCondition"]
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
