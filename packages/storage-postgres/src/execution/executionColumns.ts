import type { Attempt, Execution } from "@vedette/domain"
import type { Columns } from "../columns.ts"

export const executionColumns = {
  id: ["id", "uuid"],
  taskId: ["task_id", "uuid"],
  userId: ["user_id", "uuid"],
  trigger: ["trigger", "text"],
  suppressNotifications: ["suppress_notifications", "boolean"],
  status: ["status", "text"],
  fence: ["fence", "integer"],
  attempts: ["attempts", "integer"],
  createdAt: ["created_at", "timestamptz"],
  startedAt: ["started_at", "timestamptz"],
  completedAt: ["completed_at", "timestamptz"],
  judgement: ["judgement", "jsonb"],
  notification: ["notification", "text"],
  changeSummary: ["change_summary", "text"],
  nextRun: ["next_run", "timestamptz"],
  errorMessage: ["error_message", "text"],
  errorCategory: ["error_category", "text"],
  internalError: ["internal_error", "text"],
  trace: ["trace", "jsonb"]
} as const satisfies Columns<Execution>

export const attemptColumns = {
  executionId: ["execution_id", "uuid"],
  n: ["n", "integer"],
  fence: ["fence", "integer"],
  worker: ["worker", "text"],
  outcome: ["outcome", "text"],
  category: ["category", "text"],
  errorMessage: ["error_message", "text"],
  startedAt: ["started_at", "timestamptz"],
  endedAt: ["ended_at", "timestamptz"],
  usage: ["usage", "jsonb"]
} as const satisfies Columns<Attempt>
