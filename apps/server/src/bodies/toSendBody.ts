import type { Delivery } from "@vedette/domain"
import type { SendBody } from "@vedette/http-contract"

/** For the owner alone. What the target answered and the channel's own settings stay behind. */
export const toSendBody = (delivery: Delivery): SendBody => ({
  id: delivery.id,
  user_id: delivery.userId,
  task_id: delivery.taskId,
  execution_id: delivery.executionId,
  recipient: delivery.address,
  notification_type: delivery.kind,
  status: delivery.status,
  error_message: delivery.lastError,
  created_at: delivery.createdAt,
  event: delivery.event,
  attempts: delivery.attempts,
  last_http_status: delivery.lastHttpStatus,
  next_attempt_at: delivery.status === "pending" ? delivery.dueAt : null,
  completed_at: delivery.completedAt,
  channel_of: delivery.channelOf
})
