import * as Schema from "effect/Schema"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"
import { GroundingSourceBody } from "./ExecutionBody.ts"

/** A notification as the first generation of clients reads it. */
export const TaskNotificationBody = Schema.Struct({
  id: wireId,
  task_id: wireId,
  task_name: Schema.String,
  status: Schema.Literal("success"),
  condition_met: Schema.Literal(true),
  answer: Schema.String,
  reasoning: Schema.String,
  change_summary: Schema.NullOr(Schema.String),
  grounding_sources: Schema.Array(GroundingSourceBody),
  created_at: wireInstant
}).annotate({ identifier: "TaskNotification" })
export type TaskNotificationBody = typeof TaskNotificationBody.Type

export const TaskNotificationsPage = Schema.Struct({
  notifications: Schema.Array(TaskNotificationBody),
  total: Schema.Int,
  page: Schema.Int,
  limit: Schema.Int
}).annotate({ identifier: "TaskNotificationsPage" })
