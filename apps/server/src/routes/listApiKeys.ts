import { listApiKeys as list } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { toApiKeyBody } from "../bodies/toApiKeyBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const listApiKeys: HandlerOf<typeof routes.listApiKeys> = Effect.fnUntraced(function*({ principal }) {
  const now = yield* DateTime.now
  const keys = yield* list(principal.userId)
  return { body: keys.map((key) => toApiKeyBody(key, now)) }
})
