import { revokeApiKey as revoke } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const revokeApiKey: HandlerOf<typeof routes.revokeApiKey> = ({ params, principal }) =>
  Effect.as(revoke(principal.userId, params.key_id), { body: { status: "revoked" as const } })
