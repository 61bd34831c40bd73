import type { User } from "@vedette/domain"
import type { UserBody } from "@vedette/http-contract"

/** For the user alone. */
export const toUserBody = (user: User): UserBody => ({
  id: user.id,
  clerk_user_id: user.subject,
  email: user.email,
  first_name: null,
  username: null,
  is_active: user.isActive,
  has_seen_welcome: user.welcomedAt !== null,
  created_at: user.createdAt
})
