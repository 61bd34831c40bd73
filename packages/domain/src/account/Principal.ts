import type { UserId } from "../ids.ts"
import type { ApiKeyScope } from "./User.ts"

/** Somebody who was let in, and what for. */
export interface Principal {
  readonly userId: UserId
  readonly scopes: ReadonlyArray<ApiKeyScope>
  /** What let them in, for telling one door from another: `key:<id>`, `user:<id>`. No secret. */
  readonly credential: string
  /** This very request was the first that was seen of them. */
  readonly firstSeen: boolean
}

/** Whether this principal may do what asks for `scope`: `admin` covers all. */
export const holdsScope = (principal: Principal, scope: ApiKeyScope): boolean =>
  principal.scopes.includes(scope) || principal.scopes.includes("admin")
