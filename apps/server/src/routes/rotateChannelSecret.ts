import { ChannelKind, rotateAccountSecret } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { webhookKind } from "./webhookKind.ts"

export const rotateChannelSecret: HandlerOf<typeof routes.rotateChannelSecret> = Effect.fnUntraced(
  function*({ params, principal }) {
    const kind = ChannelKind.make(params.kind)
    return { body: {}, secret: { secret: yield* rotateAccountSecret(principal.userId, kind) } }
  }
)

/** The same for the webhook, by the name of its settings. */
export const rotateDefaultWebhookSecret: HandlerOf<typeof routes.rotateDefaultWebhookSecret> = Effect.fnUntraced(
  function*({ principal }) {
    return { body: {}, secret: { secret: yield* rotateAccountSecret(principal.userId, webhookKind) } }
  }
)
