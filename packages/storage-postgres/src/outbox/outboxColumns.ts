import type { Delivery, DeliveryAttempt, Notification } from "@vedette/domain"
import type { Columns } from "../columns.ts"

export const notificationColumns = {
  id: ["id", "uuid"],
  userId: ["user_id", "uuid"],
  taskId: ["task_id", "uuid"],
  executionId: ["execution_id", "uuid"],
  event: ["event", "text"],
  about: ["about", "uuid"],
  message: ["message", "jsonb"],
  createdAt: ["created_at", "timestamptz"]
} as const satisfies Columns<Notification>

export const deliveryColumns = {
  id: ["id", "uuid"],
  notificationId: ["notification_id", "uuid"],
  userId: ["user_id", "uuid"],
  taskId: ["task_id", "uuid"],
  executionId: ["execution_id", "uuid"],
  event: ["event", "text"],
  kind: ["kind", "text"],
  channelOf: ["channel_of", "text"],
  target: ["target", "jsonb"],
  address: ["address", "text"],
  status: ["status", "text"],
  attempts: ["attempts", "integer"],
  attemptsBefore: ["attempts_before", "integer"],
  dueAt: ["due_at", "timestamptz"],
  fence: ["fence", "integer"],
  lastHttpStatus: ["last_http_status", "integer"],
  lastError: ["last_error", "text"],
  createdAt: ["created_at", "timestamptz"],
  completedAt: ["completed_at", "timestamptz"],
  digestId: ["digest_id", "uuid"]
} as const satisfies Columns<Delivery>

export const deliveryAttemptColumns = {
  deliveryId: ["delivery_id", "uuid"],
  n: ["n", "integer"],
  startedAt: ["started_at", "timestamptz"],
  latencyMs: ["latency_ms", "integer"],
  outcome: ["outcome", "text"],
  httpStatus: ["http_status", "integer"],
  responseExcerpt: ["response_excerpt", "text"],
  error: ["error", "text"]
} as const satisfies Columns<DeliveryAttempt>
