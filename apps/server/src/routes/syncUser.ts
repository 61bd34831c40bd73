import { getUser } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toUserBody } from "../bodies/toUserBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

/** Whoever gets here has an account: signing in for the first time made it. */
export const syncUser: HandlerOf<typeof routes.syncUser> = ({ principal }) =>
  Effect.map(getUser(principal.userId), (user) => ({ body: { user: toUserBody(user), created: principal.firstSeen } }))
