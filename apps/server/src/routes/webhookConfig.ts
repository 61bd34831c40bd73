import { AccountChannels, saveAccountChannel } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { toWebhookSettingsBody } from "../bodies/toWebhookSettingsBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { webhookKind } from "./webhookKind.ts"

const toConfig = (channel: Parameters<typeof toWebhookSettingsBody>[0]) => {
  const { enabled, secret, url } = toWebhookSettingsBody(channel)
  return { url, secret, enabled }
}

export const getWebhookConfig: HandlerOf<typeof routes.getWebhookConfig> = Effect.fnUntraced(function*({ principal }) {
  const found = yield* (yield* AccountChannels).find(principal.userId, webhookKind)
  return { body: toConfig(Option.getOrNull(found)) }
})

/** A null URL removes the webhook; none at all switches the one there is. */
export const putWebhookConfig: HandlerOf<typeof routes.putWebhookConfig> = Effect.fnUntraced(
  function*({ body, principal }) {
    const { userId } = principal
    const channels = yield* AccountChannels
    const before = Option.getOrNull(yield* channels.find(userId, webhookKind))
    if (body.webhook_url === null || (body.webhook_url === undefined && before === null)) {
      yield* channels.remove(userId, webhookKind)
      return { body: toConfig(null) }
    }
    const { channel, issued } = yield* saveAccountChannel({
      userId,
      kind: webhookKind,
      target: body.webhook_url === undefined ? undefined : { ...before?.target, url: body.webhook_url },
      enabled: body.enabled ?? false
    })
    return { body: toConfig(channel), ...(issued === null ? {} : { secret: { secret: issued } }) }
  }
)
