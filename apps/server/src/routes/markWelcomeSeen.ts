import { markWelcomed } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const markWelcomeSeen: HandlerOf<typeof routes.markWelcomeSeen> = ({ principal }) =>
  Effect.as(markWelcomed(principal.userId), { body: { status: "success" as const } })
