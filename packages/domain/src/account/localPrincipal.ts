import { FIRST_USER_ID } from "./ensureFirstUser.ts"
import type { Principal } from "./Principal.ts"

/** Whoever calls an installation that asks nobody for a key. */
export const localPrincipal: Principal = {
  userId: FIRST_USER_ID,
  scopes: ["read", "write", "admin"],
  credential: `user:${FIRST_USER_ID}`,
  firstSeen: false
}
