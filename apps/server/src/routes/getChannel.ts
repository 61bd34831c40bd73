import { AccountChannels, ChannelKind, NoDefaultChannel } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { toAccountChannelBody } from "../bodies/toAccountChannelBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const getChannel: HandlerOf<typeof routes.getChannel> = Effect.fnUntraced(function*({ params, principal }) {
  const kind = ChannelKind.make(params.kind)
  const found = yield* (yield* AccountChannels).find(principal.userId, kind)
  if (Option.isNone(found)) return yield* new NoDefaultChannel({ kind })
  return { body: toAccountChannelBody(found.value) }
})
