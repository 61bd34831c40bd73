import type { Task } from "@vedette/domain"
import type { Columns } from "../columns.ts"

export const taskColumns = {
  id: ["id", "uuid"],
  userId: ["user_id", "uuid"],
  name: ["name", "text"],
  searchQuery: ["search_query", "text"],
  conditionDescription: ["condition_description", "text"],
  condition: ["condition", "text"],
  sources: ["sources", "text[]"],
  notify: ["notify", "text"],
  cadence: ["cadence", "jsonb"],
  alerting: ["alerting", "jsonb"],
  channels: ["channels", "jsonb"],
  context: ["context", "jsonb"],
  externalId: ["external_id", "text"],
  tags: ["tags", "text[]"],
  state: ["state", "text"],
  stateChangedAt: ["state_changed_at", "timestamptz"],
  dueAt: ["due_at", "timestamptz"],
  dueReason: ["due_reason", "text"],
  lastInterval: ["last_interval", "integer"],
  known: ["known", "jsonb"],
  health: ["health", "jsonb"],
  lastExecutionId: ["last_execution_id", "uuid"],
  isPublic: ["is_public", "boolean"],
  viewCount: ["view_count", "integer"],
  subscriberCount: ["subscriber_count", "integer"],
  forkedFromTaskId: ["forked_from_task_id", "uuid"],
  version: ["version", "integer"],
  createdAt: ["created_at", "timestamptz"],
  updatedAt: ["updated_at", "timestamptz"]
} as const satisfies Columns<Task>
