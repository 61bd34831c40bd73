import type { ApiKey } from "@vedette/domain"
import type { ApiKeyBody } from "@vedette/http-contract"
import * as DateTime from "effect/DateTime"

/** For its owner alone; the digest stays inside. */
export const toApiKeyBody = (key: ApiKey, now: DateTime.Utc): ApiKeyBody => ({
  id: key.id,
  user_id: key.userId,
  key_prefix: key.prefix,
  name: key.name,
  scopes: key.scopes,
  is_active: key.revokedAt === null && (key.expiresAt === null || DateTime.isGreaterThan(key.expiresAt, now)),
  created_at: key.createdAt,
  expires_at: key.expiresAt,
  revoked_at: key.revokedAt,
  last_used_at: key.lastUsedAt
})
