import { type KnownState, nextRun, type Task, type TaskView } from "@vedette/domain"
import type { TaskBody } from "@vedette/http-contract"
import { toAlertingBody } from "./toAlerting.ts"
import { toExecutionBody, toObservationBody } from "./toExecutionBody.ts"
import { toNotificationBody } from "./toNotificationBody.ts"

const toLastKnownState = ({ evidence, observations, verdict }: KnownState): TaskBody["last_known_state"] =>
  evidence === null && verdict === null && observations.length === 0
    ? null
    : { evidence, verdict, observations: observations.map(toObservationBody) }

export const toCadenceBody = ({ deadline, maxInterval, minInterval }: Task["cadence"]): TaskBody["cadence"] =>
  deadline === null && maxInterval === null && minInterval === null
    ? null
    : { min_interval: minInterval, max_interval: maxInterval, deadline }

/** A field of a channel's target, for the two flat fields that the first clients read. */
const ofChannel = (task: Task, kind: string, field: string): string | null => {
  const value = task.channels.find((channel) => channel.kind === kind)?.target[field]
  return typeof value === "string" ? value : null
}

/** What is the owner's own. */
const ownerFields = (task: Task) => ({
  user_id: task.userId,
  alerting: toAlertingBody(task.alerting),
  next_run_reason: task.dueReason,
  notifications: task.channels.map(toNotificationBody),
  notification_email: ofChannel(task, "email", "address"),
  webhook_url: ofChannel(task, "webhook", "url"),
  context: task.context,
  external_id: task.externalId,
  tags: task.tags
})

/** The same fields for everybody else. `next_run_reason` may quote an error's text. */
const publicFields = {
  alerting: null,
  next_run_reason: null,
  notifications: [],
  notification_email: null,
  webhook_url: null,
  context: null,
  external_id: null,
  tags: []
} as const

/** A task as its reader may see it. Every field is named here, so that a new one is shown to nobody by accident. */
export const toTaskBody = ({ audience, lastExecution, task }: TaskView): TaskBody => ({
  id: task.id,
  name: task.name,
  search_query: task.searchQuery,
  condition_description: task.conditionDescription,
  condition: task.condition,
  sources: task.sources,
  notify: task.notify,
  cadence: toCadenceBody(task.cadence),
  state: task.state,
  next_run: nextRun(task),
  is_public: task.isPublic,
  view_count: task.viewCount,
  subscriber_count: task.subscriberCount,
  forked_from_task_id: task.forkedFromTaskId,
  last_known_state: toLastKnownState(task.known),
  last_execution_id: task.lastExecutionId,
  last_execution: lastExecution === null ? null : toExecutionBody(lastExecution, audience),
  health: {
    status: task.health.status,
    consecutive_failures: task.health.consecutiveFailures,
    last_success_at: task.health.lastSuccessAt,
    reason: audience === "owner" ? task.health.reason : null
  },
  state_changed_at: task.stateChangedAt,
  // In the answer of the create call that met it, and nowhere else.
  immediate_execution_error: null,
  created_at: task.createdAt,
  // By the version and not by the times: an update in the millisecond of the creation is one.
  updated_at: task.version === 1 ? null : task.updatedAt,
  ...(audience === "owner" ? ownerFields(task) : publicFields)
})
