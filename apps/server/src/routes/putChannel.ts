import { ChannelKind, saveAccountChannel } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toAccountChannelBody } from "../bodies/toAccountChannelBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"
import { newSecret } from "./newSecret.ts"

export const putChannel: HandlerOf<typeof routes.putChannel> = Effect.fnUntraced(function*({ body, params, principal }) {
  const kind = ChannelKind.make(params.kind)
  const { enabled, events, target } = body
  const { channel, issued } = yield* saveAccountChannel({
    userId: principal.userId,
    kind,
    target,
    enabled,
    events,
    secret: newSecret(body.secret)
  })
  return { body: toAccountChannelBody(channel), ...(issued === null ? {} : { secret: { secret: issued } }) }
})
