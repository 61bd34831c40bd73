import type { Delivery } from "@vedette/domain"
import type { WebhookDeliveryBody } from "@vedette/http-contract"

/** For the owner alone, as `toSendBody`. */
export const toWebhookDeliveryBody = (delivery: Delivery): WebhookDeliveryBody => ({
  id: delivery.id,
  task_id: delivery.taskId,
  execution_id: delivery.executionId,
  webhook_url: delivery.address,
  http_status: delivery.lastHttpStatus,
  attempt_number: delivery.attempts,
  delivered_at: delivery.status === "sent" ? delivery.completedAt : null,
  failed_at: delivery.status === "failed" || delivery.status === "skipped" ? delivery.completedAt : null,
  next_retry_at: delivery.status === "pending" ? delivery.dueAt : null,
  error_message: delivery.lastError,
  created_at: delivery.createdAt
})
