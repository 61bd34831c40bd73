import { ChannelKind, rotateSecret } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const rotateWebhookSecret: HandlerOf<typeof routes.rotateWebhookSecret> = Effect.fnUntraced(
  function*({ params, principal }) {
    return { body: {}, secret: { secret: yield* rotateSecret(principal.userId, params.task_id, ChannelKind.make("webhook")) } }
  }
)
