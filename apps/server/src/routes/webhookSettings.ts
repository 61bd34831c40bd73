import { AccountChannels, type ChannelTarget, saveAccountChannel } from "@vedette/domain"
import type { routes, WebhookSettingsInput } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { toWebhookSettingsBody } from "../bodies/toWebhookSettingsBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { newSecret } from "./newSecret.ts"
import { webhookKind } from "./webhookKind.ts"

export const getWebhookSettings: HandlerOf<typeof routes.getWebhookSettings> = Effect.fnUntraced(
  function*({ principal }) {
    const found = yield* (yield* AccountChannels).find(principal.userId, webhookKind)
    return { body: toWebhookSettingsBody(Option.getOrNull(found)) }
  }
)

/** The fields of a target that were given, over those that it has: a URL alone keeps method and headers. */
const targetOf = ({ headers, method, url }: WebhookSettingsInput, before: ChannelTarget): ChannelTarget | undefined => {
  const given = { ...(url == null ? {} : { url }), ...(method == null ? {} : { method }), ...(headers == null ? {} : { headers }) }
  return Object.keys(given).length === 0 ? undefined : { ...before, ...given }
}

export const postWebhookSettings: HandlerOf<typeof routes.postWebhookSettings> = Effect.fnUntraced(
  function*({ body, principal }) {
    const before = Option.getOrNull(yield* (yield* AccountChannels).find(principal.userId, webhookKind))
    const { channel, issued } = yield* saveAccountChannel({
      userId: principal.userId,
      kind: webhookKind,
      target: targetOf(body, before?.target ?? {}),
      enabled: body.enabled,
      events: body.events,
      secret: newSecret(body.secret)
    })
    return { body: toWebhookSettingsBody(channel), ...(issued === null ? {} : { secret: { secret: issued } }) }
  }
)
