import { createApiKey as create } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toApiKeyBody } from "../bodies/toApiKeyBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const createApiKey: HandlerOf<typeof routes.createApiKey> = Effect.fnUntraced(function*({ body, principal }) {
  const { info, key } = yield* create(principal, {
    name: body.name,
    ...(body.scopes === undefined ? {} : { scopes: body.scopes }),
    expiresAt: body.expires_at ?? null
  })
  return { body: { key_info: toApiKeyBody(info, info.createdAt) }, secret: { key } }
})
