import type { Digest } from "@vedette/domain"
import type { Columns } from "../columns.ts"

export const digestColumns = {
  id: ["id", "uuid"],
  userId: ["user_id", "uuid"],
  kind: ["kind", "text"],
  status: ["status", "text"],
  attempts: ["attempts", "integer"],
  dueAt: ["due_at", "timestamptz"],
  fence: ["fence", "integer"],
  lastError: ["last_error", "text"],
  createdAt: ["created_at", "timestamptz"],
  completedAt: ["completed_at", "timestamptz"]
} as const satisfies Columns<Digest>
