import { HealthStatus, NotifyMode, TaskStateSchema, Verdict } from "@vedette/domain"
import * as Schema from "effect/Schema"
import { ExecutionBody } from "../execution/ExecutionBody.ts"
import { ObservationBody } from "../execution/ExecutionResultBody.ts"
import { wireId } from "../field/uuidText.ts"
import { wireInstant } from "../field/wireInstant.ts"
import { AlertingBody } from "./AlertingBody.ts"
import { CadenceBody } from "./CadenceBody.ts"
import { NotificationBody } from "./NotificationBody.ts"

export const HealthBody = Schema.Struct({
  status: HealthStatus,
  consecutive_failures: Schema.Int,
  last_success_at: Schema.NullOr(wireInstant),
  reason: Schema.NullOr(Schema.String)
}).annotate({ identifier: "Health" })

/** What a task remembers of its subject from run to run. */
export const LastKnownStateBody = Schema.Struct({
  evidence: Schema.NullOr(Schema.String),
  verdict: Schema.NullOr(Verdict),
  observations: Schema.Array(ObservationBody)
}).annotate({ identifier: "LastKnownState" })

/**
 * A task. A public reader gets it without `user_id`, with `notifications` empty and with null for everything else
 * that is the owner's own.
 */
export const TaskBody = Schema.Struct({
  id: wireId,
  user_id: Schema.optionalKey(wireId),
  name: Schema.String,
  search_query: Schema.String,
  condition_description: Schema.String,
  condition: Schema.NullOr(Schema.String),
  sources: Schema.Array(Schema.String),
  notify: NotifyMode,
  cadence: Schema.NullOr(CadenceBody),
  /** Null for a public reader. */
  alerting: Schema.NullOr(AlertingBody),
  state: TaskStateSchema,
  next_run: Schema.NullOr(wireInstant),
  next_run_reason: Schema.NullOr(Schema.String),
  is_public: Schema.Boolean,
  view_count: Schema.Int,
  subscriber_count: Schema.Int,
  forked_from_task_id: Schema.NullOr(wireId),
  last_known_state: Schema.NullOr(LastKnownStateBody),
  last_execution_id: Schema.NullOr(wireId),
  last_execution: Schema.NullOr(ExecutionBody),
  notifications: Schema.Array(NotificationBody),
  notification_email: Schema.NullOr(Schema.String),
  webhook_url: Schema.NullOr(Schema.String),
  health: HealthBody,
  context: Schema.NullOr(Schema.Json),
  external_id: Schema.NullOr(Schema.String),
  tags: Schema.Array(Schema.String),
  state_changed_at: wireInstant,
  immediate_execution_error: Schema.NullOr(Schema.String),
  created_at: wireInstant,
  updated_at: Schema.NullOr(wireInstant),
  /** In the answer of the create call that issued it, and nowhere else. */
  webhook_secret: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "Task" })
export type TaskBody = typeof TaskBody.Type
