import type { AccountChannel, ApiKey, FeedToken, MessageTemplate, User } from "@vedette/domain"
import type { Columns } from "../columns.ts"

export const userColumns = {
  id: ["id", "uuid"],
  email: ["email", "text"],
  isActive: ["is_active", "boolean"],
  createdAt: ["created_at", "timestamptz"],
  issuer: ["issuer", "text"],
  subject: ["subject", "text"],
  welcomedAt: ["welcomed_at", "timestamptz"]
} as const satisfies Columns<User>

export const accountChannelColumns = {
  userId: ["user_id", "uuid"],
  kind: ["kind", "text"],
  target: ["target", "jsonb"],
  enabled: ["enabled", "boolean"],
  events: ["events", "text[]"],
  secrets: ["secrets", "jsonb"],
  disabledReason: ["disabled_reason", "text"],
  digest: ["digest", "jsonb"],
  createdAt: ["created_at", "timestamptz"],
  updatedAt: ["updated_at", "timestamptz"]
} as const satisfies Columns<AccountChannel>

export const apiKeyColumns = {
  id: ["id", "uuid"],
  userId: ["user_id", "uuid"],
  name: ["name", "text"],
  prefix: ["prefix", "text"],
  digest: ["digest", "text"],
  scopes: ["scopes", "text[]"],
  createdAt: ["created_at", "timestamptz"],
  expiresAt: ["expires_at", "timestamptz"],
  revokedAt: ["revoked_at", "timestamptz"],
  lastUsedAt: ["last_used_at", "timestamptz"]
} as const satisfies Columns<ApiKey>

export const feedTokenColumns = {
  id: ["id", "uuid"],
  userId: ["user_id", "uuid"],
  name: ["name", "text"],
  digest: ["digest", "text"],
  createdAt: ["created_at", "timestamptz"]
} as const satisfies Columns<FeedToken>

export const messageTemplateColumns = {
  userId: ["user_id", "uuid"],
  kind: ["kind", "text"],
  subject: ["subject", "text"],
  body: ["body", "text"],
  updatedAt: ["updated_at", "timestamptz"]
} as const satisfies Columns<MessageTemplate>
