import { getUser } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toUserBody } from "../bodies/toUserBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const getMe: HandlerOf<typeof routes.getMe> = ({ principal }) =>
  Effect.map(getUser(principal.userId), (user) => ({ body: toUserBody(user) }))
