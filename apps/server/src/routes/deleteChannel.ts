import { AccountChannels, ChannelKind, NoDefaultChannel } from "@vedette/domain"
import type { routes } from "@vedette/http-contract"
import * as Effect from "effect/Effect"
import type { HandlerOf } from "../http/HandlerOf.ts"

export const deleteChannel: HandlerOf<typeof routes.deleteChannel> = Effect.fnUntraced(function*({ params, principal }) {
  const kind = ChannelKind.make(params.kind)
  if (!(yield* (yield* AccountChannels).remove(principal.userId, kind))) return yield* new NoDefaultChannel({ kind })
  return { body: undefined }
})
