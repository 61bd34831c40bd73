import { AccountChannels } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import { toAccountChannelBody } from "../bodies/toAccountChannelBody.ts"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const listChannels: HandlerOf<typeof routes.listChannels> = Effect.fnUntraced(function*({ principal }) {
  const channels = yield* (yield* AccountChannels).list(principal.userId)
  return { body: { channels: channels.map(toAccountChannelBody) } }
})
